use std::net::SocketAddr;
use std::time::Duration;

use tokio::net::TcpListener;

use super::app::App;
use super::idle::Bounded;
use super::router;

/// Whoever is not done this long after the end was asked for is cut off.
const DRAIN: Duration = Duration::from_secs(20);

/// Connections at once; more wait in the system's queue.
const CONNECTIONS: usize = 2048;
/// Longer than the longest render, shorter than anybody's patience with a dead peer.
const IDLE: Duration = Duration::from_secs(75);

/// Answers at an address until the process is told to end (SIGTERM or Ctrl-C), then finishes what it began. `ready` is
/// called with the address once it listens.
///
/// # Errors
/// When the address cannot be had.
pub async fn serve(app: App, address: SocketAddr, ready: impl FnOnce(SocketAddr)) -> std::io::Result<()> {
    let listener = TcpListener::bind(address).await?;
    ready(listener.local_addr()?);
    let (told, ending) = tokio::sync::oneshot::channel::<()>();
    let closing = app.clone();
    let signal = async move {
        asked_to_end().await;
        tracing::info!("ending: finishing what was begun");
        closing.close();
        let _ = told.send(());
    };
    let listener = Bounded::new(listener, CONNECTIONS, IDLE);
    let served = axum::serve(listener, router(app)).with_graceful_shutdown(signal);
    let cut = async {
        // Never told: then the server ended by itself.
        if ending.await.is_err() {
            std::future::pending::<()>().await;
        }
        tokio::time::sleep(DRAIN).await;
    };
    tokio::select! {
        result = served => result,
        () = cut => {
            tracing::warn!("some requests were cut off");
            Ok(())
        }
    }
}

async fn asked_to_end() {
    let interrupt = async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    #[cfg(unix)]
    let terminate = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => {
                signal.recv().await;
            }
            Err(_) => std::future::pending::<()>().await,
        }
    };
    #[cfg(not(unix))]
    let terminate = std::future::pending::<()>();
    tokio::select! {
        () = interrupt => {}
        () = terminate => {}
    }
}
