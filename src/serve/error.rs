use axum::body::Body;
use axum::http::{HeaderValue, Response, StatusCode, header};
use axum::response::IntoResponse;
use serde_json::json;

use crate::diag::{Code, Diagnostic, Diagnostics, Severity};

/// What kind of failure: decides the status and nothing else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The address is no address of ours.
    UnknownPath,
    /// GET and HEAD are all there is.
    WrongMethod,
    /// Path and query are longer than anybody needs.
    TooLong,
    /// A parameter that is not understood.
    BadParameter,
    /// A parameter that the route does not have.
    UnknownParameter,
    /// A parameter that is given twice.
    DoubledParameter,
    /// A parameter that is not there.
    MissingParameter,
    /// A slot that the template does not have.
    UnknownSlot,
    /// Not signed by a key of ours.
    BadSignature,
    /// Was signed, for a time that is over.
    Expired,
    /// No such template.
    UnknownTemplate,
    /// No such brand.
    UnknownBrand,
    /// No size of the template.
    UnknownSize,
    /// The variant cannot be drawn.
    CannotDraw,
    /// The template, the kit or a file of them is broken.
    Broken,
    /// More work than room.
    Overloaded,
    /// Not done in the time that was given.
    Late,
    /// The database or the file system does not answer.
    Unavailable,
    /// Our fault.
    Internal,
}

impl Kind {
    /// The only table of codes, statuses and titles.
    fn row(self) -> (&'static str, StatusCode, &'static str) {
        match self {
            Self::UnknownPath => ("unknown_path", StatusCode::NOT_FOUND, "There is nothing here"),
            Self::WrongMethod => ("wrong_method", StatusCode::METHOD_NOT_ALLOWED, "GET and HEAD only"),
            Self::TooLong => ("too_long", StatusCode::URI_TOO_LONG, "The address is too long"),
            Self::BadParameter => ("bad_parameter", StatusCode::BAD_REQUEST, "A parameter is not understood"),
            Self::UnknownParameter => {
                ("unknown_parameter", StatusCode::BAD_REQUEST, "A parameter is unknown")
            }
            Self::DoubledParameter => {
                ("doubled_parameter", StatusCode::BAD_REQUEST, "A parameter is given twice")
            }
            Self::MissingParameter => {
                ("missing_parameter", StatusCode::BAD_REQUEST, "A parameter is missing")
            }
            Self::UnknownSlot => ("unknown_slot", StatusCode::BAD_REQUEST, "The template has no such slot"),
            Self::BadSignature => ("bad_signature", StatusCode::FORBIDDEN, "The address is not signed by us"),
            Self::Expired => ("expired", StatusCode::FORBIDDEN, "The signed address has expired"),
            Self::UnknownTemplate => ("unknown_template", StatusCode::NOT_FOUND, "There is no such template"),
            Self::UnknownBrand => ("unknown_brand", StatusCode::NOT_FOUND, "There is no such brand"),
            Self::UnknownSize => ("unknown_size", StatusCode::NOT_FOUND, "The template has no such size"),
            Self::CannotDraw => {
                ("cannot_draw", StatusCode::UNPROCESSABLE_ENTITY, "The variant cannot be drawn")
            }
            Self::Broken => {
                ("broken", StatusCode::INTERNAL_SERVER_ERROR, "The template or its kit is broken")
            }
            Self::Overloaded => {
                ("overloaded", StatusCode::SERVICE_UNAVAILABLE, "Too much is waiting already")
            }
            Self::Late => ("late", StatusCode::SERVICE_UNAVAILABLE, "Not done in time"),
            Self::Unavailable => ("unavailable", StatusCode::SERVICE_UNAVAILABLE, "Storage does not answer"),
            Self::Internal => ("internal", StatusCode::INTERNAL_SERVER_ERROR, "A fault of ours"),
        }
    }

    /// An answer of this status that is no problem document.
    pub(super) fn with(self, body: impl IntoResponse) -> axum::response::Response {
        (self.row().1, body).into_response()
    }

    /// What a finding of the pipeline is to a client.
    fn of(code: Code) -> Self {
        match code {
            Code::UnknownSize => Self::UnknownSize,
            Code::BadImage | Code::BadSvg | Code::BadFont | Code::File => Self::Broken,
            Code::Store => Self::Unavailable,
            // The rest is about what was asked for: a slot's value, copy that is missing, text that does not fit.
            _ => Self::CannotDraw,
        }
    }
}

/// Why a request is not answered with what it asked for; becomes `application/problem+json` (RFC 9457).
#[derive(Clone, Debug)]
pub struct Failure {
    /// Which kind.
    pub kind: Kind,
    /// In one sentence.
    pub message: String,
    /// What to do instead.
    pub hints: Vec<String>,
    /// All findings, where the pipeline made them.
    found: Vec<Diagnostic>,
}

impl Failure {
    /// A failure without a hint yet.
    pub(super) fn new(kind: Kind, message: impl Into<String>) -> Self {
        Self { kind, message: message.into(), hints: Vec::new(), found: Vec::new() }
    }

    /// Says what to do instead.
    pub(super) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hints.push(hint.into());
        self
    }

    /// What stands in the way of one variant.
    pub(super) fn drawing(found: Diagnostics) -> Self {
        let Some(first) = found.0.iter().find(|d| d.severity == Severity::Error) else {
            return Self::new(Kind::Internal, "the render failed without a reason");
        };
        let (kind, message, hints) = (Kind::of(first.code), first.message.clone(), first.hints.clone());
        Self { kind, message, hints, found: found.0 }
    }

    /// A template or a kit that cannot be used at all.
    pub(super) fn broken(found: &Diagnostics) -> Self {
        let kind =
            if found.0.iter().any(|d| d.code == Code::Store) { Kind::Unavailable } else { Kind::Broken };
        Self { kind, found: found.0.clone(), ..Self::drawing(found.clone()) }
    }

    /// The body of the answer.
    pub(super) fn problem(&self) -> serde_json::Value {
        let (code, status, title) = self.kind.row();
        let mut problem = json!({
            "type": "about:blank", "title": title, "status": status.as_u16(), "code": code, "message": self.message,
            "hints": self.hints,
        });
        if !self.found.is_empty() {
            // Without places: where files lie is nobody's business here.
            problem["errors"] = self
                .found
                .iter()
                .filter(|d| d.severity == Severity::Error)
                .map(|d| json!({ "code": d.code.id(), "message": d.message, "hints": d.hints }))
                .collect();
        }
        problem
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> axum::response::Response {
        let (_, status, _) = self.kind.row();
        let mut response = Response::new(Body::from(self.problem().to_string()));
        *response.status_mut() = status;
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if status == StatusCode::SERVICE_UNAVAILABLE {
            headers.insert(header::RETRY_AFTER, HeaderValue::from_static("1"));
        }
        if status == StatusCode::METHOD_NOT_ALLOWED {
            headers.insert(header::ALLOW, HeaderValue::from_static("GET, HEAD"));
        }
        response
    }
}
