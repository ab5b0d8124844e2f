use axum::Json;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use serde_json::json;

use crate::serve::app::App;
use crate::serve::error::Kind;

/// Alive, and whether pictures can be made: templates and kits can be listed, keys can be read.
pub(in crate::serve) async fn healthz(State(app): State<App>) -> Response {
    let library = app.library().clone();
    let listed = tokio::task::spawn_blocking(move || {
        (
            library.project.template_names().map(|n| n.len()).ok(),
            library.project.brand_names().map(|n| n.len()).ok(),
        )
    });
    let (templates, brands) = listed.await.unwrap_or((None, None));
    let keys = app.keys().is_none_or(|keys| keys.is_ready());
    let ready = templates.is_some() && brands.is_some() && keys;
    let body = Json(json!({
        "live": true, "ready": ready, "version": env!("CARGO_PKG_VERSION"), "templates": templates, "brands": brands,
        "keys": keys, "watching": app.is_watching(), "rendering": app.load(),
    }));
    let mut response = if ready { body.into_response() } else { Kind::Unavailable.with(body) };
    response.headers_mut().insert(header::CACHE_CONTROL, header::HeaderValue::from_static("no-store"));
    response
}
