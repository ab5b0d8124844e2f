//! Work done once: a single-flight cache of pure results, weighed in bytes, and the ledger that counts the work.
//!
//! In: a kind, a digest of all inputs, and a function. Out: a shared result. Promise: the same value as calling the
//! function, for every cache size, also zero.
//!
//! **Law**: an init never calls rayon, nor a crate that does. A worker that waits inside `join` picks up another job;
//! when that job wants the key which the worker itself is computing, it waits for itself. `tests/memo.rs` holds it.

mod ledger;

use std::any::Any;
use std::sync::Arc;

use moka::policy::EvictionPolicy;
use moka::sync::Cache;
use rustc_hash::FxBuildHasher;

pub use ledger::{Count, Ledger, Work};

use crate::digest::Digest;

/// What a cached value costs in memory.
pub trait Weigh {
    /// Bytes held, about right.
    fn weight(&self) -> usize;
}

type Entry = (Arc<dyn Any + Send + Sync>, u32);

type Results = Cache<(Work, Digest), Entry, FxBuildHasher>;

/// Two caches of one budget: three quarters for what weighs much, pixels and strips, and a quarter for what is dear for
/// its weight and wanted throughout a campaign, glyphs and shaped texts, which the pixels would push out. Cheap to clone.
#[derive(Clone)]
pub struct Memo {
    heavy: Results,
    light: Results,
    ledger: Arc<Ledger>,
}

impl Memo {
    /// For a process that may hold `cap` bytes of cached results. moka settles weights in batches, and results in use
    /// weigh as well, so the budget is a third of that.
    #[must_use]
    pub fn within(cap: u64) -> Self {
        Self::new(cap / 3)
    }

    /// `bytes` is the most that all results together may weigh once evictions are settled.
    #[must_use]
    pub fn new(bytes: u64) -> Self {
        // Least recently used goes first: a campaign moves from photo to photo and never comes back, which moka's default
        // policy (frequency first) punishes by refusing each new photo.
        let cache = |bytes: u64| {
            Cache::builder()
                .max_capacity(bytes)
                .eviction_policy(EvictionPolicy::lru())
                .weigher(|_, (_, weight): &Entry| (*weight).saturating_add(128))
                .build_with_hasher(FxBuildHasher)
        };
        let light = bytes / 4;
        Self { heavy: cache(bytes - light), light: cache(light), ledger: Arc::new(Ledger::default()) }
    }

    fn of(&self, work: Work) -> &Results {
        if work.is_light() { &self.light } else { &self.heavy }
    }

    /// The result of `init`, computed unless somebody did before. Callers that miss together wait for one of them.
    ///
    /// # Errors
    /// What `init` returned; an error is handed to everybody who waited for it and is not kept.
    pub fn get<T, E>(&self, work: Work, key: Digest, init: impl FnOnce() -> Result<T, E>) -> Result<Arc<T>, E>
    where
        T: Weigh + Send + Sync + 'static,
        E: Clone + Send + Sync + 'static,
    {
        if let Some(found) = self.find(work, key) {
            return Ok(found);
        }
        let mut ran = false;
        let found = self.of(work).try_get_with((work, key), || {
            ran = true;
            let value = init()?;
            let weight = u32::try_from(value.weight()).unwrap_or(u32::MAX);
            Ok::<Entry, E>((Arc::new(value), weight))
        });
        let (value, weight) = found.map_err(|error: Arc<E>| (*error).clone())?;
        self.ledger.note(work, ran, u64::from(weight));
        Ok(value.downcast::<T>().expect("a kind of work always yields the same type"))
    }

    /// A result that somebody put or computed before. Counts a hit; whoever misses computes it and [puts](Memo::put) it.
    pub fn find<T: Weigh + Send + Sync + 'static>(&self, work: Work, key: Digest) -> Option<Arc<T>> {
        let (value, weight) = self.of(work).get(&(work, key))?;
        self.ledger.note(work, false, u64::from(weight));
        Some(value.downcast::<T>().expect("a kind of work always yields the same type"))
    }

    /// Keeps a result that was computed outside: for pieces of work of which many are done together. Nobody waits, so two
    /// threads may compute the same at once; they get the same.
    pub fn put<T: Weigh + Send + Sync + 'static>(&self, work: Work, key: Digest, value: T) -> Arc<T> {
        let weight = u32::try_from(value.weight()).unwrap_or(u32::MAX);
        let value = Arc::new(value);
        self.of(work).insert((work, key), (value.clone(), weight));
        self.ledger.note(work, true, u64::from(weight));
        value
    }

    /// Counts work whose result is not kept.
    pub fn count(&self, work: Work, bytes: u64) {
        self.ledger.note(work, true, bytes);
    }

    /// [`Memo::get`] for work that cannot fail.
    pub fn get_sure<T: Weigh + Send + Sync + 'static>(
        &self,
        work: Work,
        key: Digest,
        init: impl FnOnce() -> T,
    ) -> Arc<T> {
        match self.get(work, key, || Ok::<T, std::convert::Infallible>(init())) {
            Ok(value) => value,
            Err(never) => match never {},
        }
    }

    /// Forgets the results of all other kinds of work.
    pub fn keep_only(&self, work: Work) {
        for cache in [&self.heavy, &self.light] {
            cache.iter().filter(|(key, _)| key.0 != work).for_each(|(key, _)| cache.invalidate(&*key));
            cache.run_pending_tasks();
        }
    }

    /// The counters of everything done through this memo.
    #[must_use]
    pub fn ledger(&self) -> &Ledger {
        &self.ledger
    }

    /// Bytes held now, after pending evictions.
    #[must_use]
    pub fn weight(&self) -> u64 {
        [&self.heavy, &self.light]
            .map(|cache| {
                cache.run_pending_tasks();
                cache.weighted_size()
            })
            .into_iter()
            .sum()
    }
}

impl std::fmt::Debug for Memo {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Memo")
            .field("entries", &(self.heavy.entry_count() + self.light.entry_count()))
            .finish_non_exhaustive()
    }
}

impl Weigh for Vec<u8> {
    fn weight(&self) -> usize {
        self.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(n: u8) -> Digest {
        Digest::of_bytes(&[n])
    }

    #[test]
    fn a_result_is_computed_once_and_counted() {
        let memo = Memo::new(1 << 20);
        for _ in 0..3 {
            let value = memo.get_sure(Work::Decode, key(1), || vec![1u8, 2]);
            assert_eq!(*value, vec![1, 2]);
        }
        let count = memo.ledger().count(Work::Decode);
        assert_eq!((count.evaluated, count.hits), (1, 2));
    }

    #[test]
    fn a_failure_is_handed_out_and_forgotten() {
        let memo = Memo::new(1 << 20);
        let failed = memo.get::<Vec<u8>, _>(Work::Decode, key(1), || Err("torn"));
        assert_eq!(failed.unwrap_err(), "torn");
        assert!(memo.get::<_, &str>(Work::Decode, key(1), || Ok(vec![7u8])).is_ok());
    }

    #[test]
    fn what_is_put_is_found_until_it_is_forgotten() {
        let memo = Memo::new(1 << 20);
        memo.put(Work::Encode, key(1), vec![1u8]);
        memo.put(Work::Glyph, key(1), vec![2u8]);
        let found = |work| memo.find::<Vec<u8>>(work, key(1)).map(|value| value[0]);
        assert_eq!((found(Work::Encode), found(Work::Glyph)), (Some(1), Some(2)), "kinds are kept apart");
        memo.keep_only(Work::Glyph);
        assert_eq!((found(Work::Encode), found(Work::Glyph)), (None, Some(2)));
    }

    #[test]
    fn nothing_is_kept_in_no_room() {
        let memo = Memo::new(0);
        for _ in 0..2 {
            assert_eq!(*memo.get_sure(Work::Crop, key(1), || vec![9u8]), vec![9]);
        }
        assert_eq!(memo.weight(), 0);
    }
}
