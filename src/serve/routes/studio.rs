use std::convert::Infallible;

use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, Uri, header};
use axum::response::sse::{Event as Sent, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use tokio_stream::wrappers::BroadcastStream;
use tokio_stream::{Stream, StreamExt};

use crate::asset::{Blobs, MediaKind};
use crate::serve::app::{App, Event};
use crate::serve::error::{Failure, Kind};
use crate::serve::library::View;
use crate::serve::params::Canonical;
use crate::serve::routes::render::answer;
use crate::serve::showcase::{Chosen, filled, showcase};
use crate::serve::variant::Wanted;
use crate::studio::{self, Entry, POLICY};

/// How wide the list of templates shows a picture at most.
const THUMB: u32 = 420;

/// `GET /studio/`: all templates.
pub(in crate::serve) async fn index(State(app): State<App>) -> Result<Response, Failure> {
    let (templates, brands) = names(&app).await?;
    let mut entries = Vec::new();
    for name in templates {
        let (brand, view) = best(&app, &name, &brands).await?;
        let mut entry = Entry { name: name.clone(), picture: None, note: "does not compile".to_owned() };
        if let Some(good) = &view.good {
            let chosen = Chosen::read(&name, brand, &Canonical::read("/", None)?)?;
            let page = showcase(&chosen, &view, &[], &[]);
            let tile = page.groups.into_iter().flat_map(|group| group.rows).flatten().next();
            entry.picture = tile.map(|tile| {
                let (w, h) = tile.shown;
                let by = f64::from(THUMB) / f64::from(w.max(THUMB));
                (tile.src, (f64::from(w) * by) as u32, (f64::from(h) * by) as u32)
            });
            let sizes = good.template.sizes.len();
            entry.note = if sizes == 1 { "1 size".to_owned() } else { format!("{sizes} sizes") };
        }
        entries.push(entry);
    }
    Ok(page(studio::index(&entries)))
}

/// `GET /studio/preview/{template}`: all sizes for the chosen brand and locales.
pub(in crate::serve) async fn preview(
    State(app): State<App>,
    Path(template): Path<String>,
    uri: Uri,
) -> Result<Response, Failure> {
    let address = Canonical::read(uri.path(), uri.query())?;
    let (templates, brands) = names(&app).await?;
    let (brand, view) = match address.get("brand") {
        Some(brand) => (brand.to_owned(), app.library().view(&template, brand).await?),
        None => best(&app, &template, &brands).await?,
    };
    let chosen = Chosen::read(&template, brand, &address)?;
    Ok(page(studio::preview(&showcase(&chosen, &view, &templates, &brands))))
}

/// `GET /studio/picture/{template}.{extension}`: the same answer as a signed address has.
pub(in crate::serve) async fn picture(
    State(app): State<App>,
    Path(file): Path<String>,
    uri: Uri,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let address = Canonical::read(uri.path(), uri.query())?;
    let wanted = Wanted::read(&file, &address, &["v"])?;
    answer(&app, &wanted, address.deadline_ms, "no-cache", &headers).await
}

/// `GET /studio/asset/{brand}/{name}`: a picture that slots may name, as it was delivered.
pub(in crate::serve) async fn asset(
    State(app): State<App>,
    Path((brand, name)): Path<(String, String)>,
) -> Result<Response, Failure> {
    let (templates, _) = names(&app).await?;
    let gone = || Failure::new(Kind::UnknownPath, "there is no such picture");
    // Pictures are read with a brand, and a brand with a template.
    let first = templates.first().ok_or_else(gone)?;
    let view = app.library().view(first, &brand).await?;
    let mut any = view.good;
    for template in templates.iter().skip(1) {
        if any.is_some() {
            break;
        }
        any = app.library().view(template, &brand).await?.good;
    }
    let good = any.ok_or_else(gone)?;
    let asset = good.inputs.assets.get(&name).ok_or_else(gone)?;
    // An SVG is never shown raw: it can hold scripts.
    if asset.kind == MediaKind::Vector {
        return Err(gone());
    }
    let digest = asset.digest;
    let bytes = tokio::task::spawn_blocking(move || good.blobs.get(digest)).await;
    let bytes = bytes.ok().and_then(Result::ok).ok_or_else(gone)?;
    let mime = image::guess_format(&bytes).map_err(|_| gone())?.to_mime_type();
    Ok(file(mime, "private, max-age=60", bytes.into()))
}

/// `GET /studio/assets/{name}`: what pages link to.
pub(in crate::serve) async fn embedded(Path(name): Path<String>) -> Result<Response, Failure> {
    let found =
        studio::asset(&name).ok_or_else(|| Failure::new(Kind::UnknownPath, "there is no such file"))?;
    Ok(file(found.mime, "no-cache", found.bytes.into()))
}

/// `GET /studio/events/{template}`: `saved`, whenever a file that the template uses was saved.
pub(in crate::serve) async fn events(
    State(app): State<App>,
    Path(template): Path<String>,
) -> Sse<impl Stream<Item = Result<Sent, Infallible>>> {
    let stream = BroadcastStream::new(app.events())
        // Whoever fell behind is told once more: it asks for everything anyway.
        .map(|event| event.unwrap_or(Event::Saved(None)))
        .take_while(|event| *event != Event::Closing)
        .filter(move |event| matches!(event, Event::Saved(names) if names.as_ref().is_none_or(|n| n.contains(&template))))
        .map(|_| Ok(Sent::default().event("saved").data("{}")));
    Sse::new(stream).keep_alive(KeepAlive::default())
}

async fn names(app: &App) -> Result<(Vec<String>, Vec<String>), Failure> {
    let library = app.library().clone();
    let listed = tokio::task::spawn_blocking(move || {
        Ok::<_, crate::store::StoreError>((library.project.template_names()?, library.project.brand_names()?))
    });
    let listed = listed.await.ok().and_then(Result::ok);
    listed.ok_or_else(|| Failure::new(Kind::Unavailable, "templates and kits cannot be listed"))
}

/// The brand to show a template with when none is named: one that works before one that did, and of those the one whose
/// copy fills the most slots.
async fn best(app: &App, template: &str, brands: &[String]) -> Result<(String, View), Failure> {
    let mut all = Vec::new();
    for brand in brands {
        all.push((brand.clone(), app.library().view(template, brand).await?));
    }
    let worth = |view: &View| (view.fault.is_none(), view.good.as_deref().map_or(0, filled));
    // The last of the highest is given: in reverse, the first by name.
    let best = all.into_iter().rev().max_by_key(|(_, view)| worth(view));
    best.ok_or_else(|| {
        Failure::new(Kind::UnknownBrand, "there is no brand kit")
            .hint("add a folder in `brand-kits` with a `kit.yaml`")
    })
}

fn page(html: String) -> Response {
    file("text/html; charset=utf-8", "no-store", Body::from(html))
}

fn file(mime: &'static str, caching: &'static str, body: Body) -> Response {
    let headers = [
        (header::CONTENT_TYPE, mime),
        (header::CACHE_CONTROL, caching),
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
    ];
    (headers, body).into_response()
}
