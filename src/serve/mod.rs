//! Variants on demand, over HTTP.
//!
//! In: an [`App`], and requests. Out: files, or problems that say what to do. Promise: the bytes are those of the command
//! line, there being no second renderer; never a blank, never an empty 200, never a failure that somebody caches. The
//! path never waits for more than a bounded queue.
//!
//! # Steps
//! 1. `params` brings path and query into the one form that is signed and cached.
//! 2. `sign` verifies it, before anything else is looked at.
//! 3. `variant` reads what is wanted.
//! 4. `library` has the template and the brand as they were last saved, as an immutable snapshot.
//! 5. `app` renders it once, however many ask, by `compute` on threads of its own.
//! 6. `routes` answer; `showcase` gathers what the studio shows; `error` is the only table of statuses.

mod accept;
mod app;
mod compute;
mod error;
mod idle;
mod library;
mod listen;
mod params;
mod routes;
mod settings;
mod showcase;
mod sign;
mod variant;
mod watch;

use axum::Router;
use axum::extract::Request;
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use tower_http::catch_panic::CatchPanicLayer;

pub use app::{App, Event, Picture};
pub use error::{Failure, Kind};
pub use listen::serve;
pub use params::{Canonical, IGNORED, encode};
pub use settings::Settings;
pub use sign::Keyring;

/// All routes: a value that needs no port.
pub fn router(app: App) -> Router {
    let routes = Router::new()
        .route("/v1/render/{file}", get(routes::render::signed))
        .route("/healthz", get(routes::health::healthz));
    let studio = Router::new()
        .route("/studio", get(async || axum::response::Redirect::permanent("/studio/")))
        .route("/studio/", get(routes::studio::index))
        .route("/studio/preview/{template}", get(routes::studio::preview))
        .route("/studio/picture/{file}", get(routes::studio::picture))
        .route("/studio/asset/{brand}/{name}", get(routes::studio::asset))
        .route("/studio/assets/{name}", get(routes::studio::embedded))
        .route("/studio/events/{template}", get(routes::studio::events));
    let routes = if app.settings().studio { routes.merge(studio) } else { routes };
    routes
        .fallback(async || {
            Failure::new(Kind::UnknownPath, "there is nothing at this address")
                .hint("pictures are under /v1/render/; the studio, where it is on, is at /studio/")
        })
        .method_not_allowed_fallback(async || {
            Failure::new(Kind::WrongMethod, "only GET and HEAD are answered")
        })
        .layer(middleware::from_fn(bounded))
        .layer(CatchPanicLayer::custom(|_: Box<dyn std::any::Any + Send>| {
            Failure::new(Kind::Internal, "the request ended unexpectedly").into_response()
        }))
        .layer(middleware::from_fn(logged))
        .with_state(app)
}

/// Nothing longer than anybody needs goes further.
async fn bounded(request: Request, next: Next) -> Response {
    let uri = request.uri();
    if uri.path().len() + uri.query().map_or(0, str::len) > params::MAX_ADDRESS {
        let what = format!("path and query have more than {} bytes", params::MAX_ADDRESS);
        return Failure::new(Kind::TooLong, what).into_response();
    }
    next.run(request).await
}

/// One line a request: the path without its query, which holds copy and signature.
async fn logged(request: Request, next: Next) -> Response {
    let (method, path) =
        (request.method().clone(), request.uri().path().chars().take(200).collect::<String>());
    let begun = std::time::Instant::now();
    let response = next.run(request).await;
    let (status, ms) = (response.status().as_u16(), begun.elapsed().as_millis());
    tracing::info!(%method, path, status, ms, "answered");
    response
}
