use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use tokio::sync::{Semaphore, oneshot};

use super::error::{Failure, Kind};

/// The bridge from async threads to the threads that render. Nobody waits for a place: beyond a bound, work is turned
/// away at once, before it takes memory.
#[derive(Debug)]
pub(super) struct Compute {
    pool: rayon::ThreadPool,
    places: Arc<Semaphore>,
    most: usize,
}

impl Compute {
    /// Threads (all cores when zero), and how much work may wait or run at once.
    ///
    /// # Errors
    /// When the threads cannot be started.
    pub(super) fn new(threads: usize, waiting: usize) -> Result<Self, rayon::ThreadPoolBuildError> {
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(threads)
            .thread_name(|n| format!("render-{n}"))
            .build()?;
        Ok(Self { pool, places: Arc::new(Semaphore::new(waiting)), most: waiting })
    }

    /// How much work waits or runs.
    #[must_use]
    pub(super) fn load(&self) -> usize {
        self.most - self.places.available_permits()
    }

    /// Runs `work` on the pool. Work that nobody waits for any more is not begun.
    ///
    /// # Errors
    /// When there is no place, or the work panicked.
    pub(super) async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Failure> {
        let Ok(place) = Arc::clone(&self.places).try_acquire_owned() else {
            let what = format!("{} renders wait already", self.most);
            return Err(Failure::new(Kind::Overloaded, what).hint("try again in a moment"));
        };
        let (answer, result) = oneshot::channel();
        self.pool.spawn(move || {
            if answer.is_closed() {
                return;
            }
            // A panic must not end the pool's thread.
            let result = catch_unwind(AssertUnwindSafe(work)).ok();
            // Before the answer, so that whoever has it finds the place free.
            drop(place);
            // Whoever asked may be gone.
            let _ = answer.send(result);
        });
        match result.await {
            Ok(Some(value)) => Ok(value),
            _ => Err(Failure::new(Kind::Internal, "the render ended unexpectedly")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_panic_is_a_failure_and_the_next_work_runs() {
        let compute = Compute::new(1, 4).expect("threads");
        let failed = compute.run(|| -> u8 { std::panic::resume_unwind(Box::new("torn")) }).await;
        assert_eq!(failed.expect_err("a panic").kind, Kind::Internal);
        assert_eq!(compute.run(|| 7).await.expect("runs"), 7);
    }

    #[tokio::test]
    async fn what_finds_no_place_is_turned_away_at_once() {
        let compute = Arc::new(Compute::new(1, 1).expect("threads"));
        let (go, wait) = std::sync::mpsc::channel::<()>();
        let other = Arc::clone(&compute);
        let busy = tokio::spawn(async move { other.run(move || wait.recv()).await });
        while compute.load() == 0 {
            tokio::task::yield_now().await;
        }
        assert_eq!(compute.run(|| ()).await.expect_err("full").kind, Kind::Overloaded);
        go.send(()).expect("it waits");
        busy.await.expect("ends").expect("ran").expect("was told");
        while compute.load() > 0 {
            tokio::task::yield_now().await;
        }
        assert!(compute.run(|| ()).await.is_ok());
    }

    #[tokio::test]
    async fn abandoned_work_is_never_begun() {
        let compute = Arc::new(Compute::new(1, 8).expect("threads"));
        let (go, wait) = std::sync::mpsc::channel::<()>();
        let other = Arc::clone(&compute);
        let busy = tokio::spawn(async move { other.run(move || wait.recv()).await });
        while compute.load() == 0 {
            tokio::task::yield_now().await;
        }
        let (ran, heard) = std::sync::mpsc::channel::<()>();
        {
            let mut gone = std::pin::pin!(compute.run(move || ran.send(())));
            assert!(futures_poll(gone.as_mut()).await.is_none());
        }
        go.send(()).expect("it waits");
        busy.await.expect("ends").expect("ran").expect("was told");
        // The sender was dropped with the closure, unused.
        assert!(heard.recv().is_err());
    }

    /// Polls once.
    async fn futures_poll<F: Future>(mut future: std::pin::Pin<&mut F>) -> Option<F::Output> {
        std::future::poll_fn(|cx| match future.as_mut().poll(cx) {
            std::task::Poll::Ready(value) => std::task::Poll::Ready(Some(value)),
            std::task::Poll::Pending => std::task::Poll::Ready(None),
        })
        .await
    }
}
