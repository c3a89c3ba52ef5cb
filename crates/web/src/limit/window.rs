//! For each caller the instants of the last minute, so that the count is exact at every instant and not only between
//! two strokes of the clock. Memory follows the traffic of one minute and ends at [`MOST_CALLERS`].

use std::{
    collections::{HashMap, VecDeque},
    hash::{BuildHasher as _, Hash, RandomState},
    sync::{Mutex, MutexGuard, PoisonError},
};

const MINUTE_MS: i64 = 60_000;
const SHARDS: usize = 16;
/// When more callers than this were here within a minute, those that were quiet the longest are forgotten.
pub(super) const MOST_CALLERS: usize = 65_536;
const MOST_IN_SHARD: usize = MOST_CALLERS / SHARDS;

/// How a caller stands after its request was let through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Standing {
    pub limit: u32,
    pub left: u32,
    /// Until the oldest request of the last minute no longer counts.
    pub renews_in_seconds: u64,
}

/// The quota of this minute is used up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Exhausted {
    pub limit: u32,
    pub wait_ms: i64,
}

impl Exhausted {
    pub fn wait_seconds(self) -> u64 {
        seconds(self.wait_ms)
    }
}

#[derive(Debug)]
pub(super) struct Windows<K> {
    hasher: RandomState,
    shards: [Mutex<HashMap<K, VecDeque<i64>>>; SHARDS],
}

impl<K> Default for Windows<K> {
    fn default() -> Self {
        Self { hasher: RandomState::new(), shards: std::array::from_fn(|_| Mutex::default()) }
    }
}

impl<K: Hash + Eq + Clone> Windows<K> {
    /// Counts one request, if there is room for it in the last minute.
    pub fn take(&self, key: &K, limit: u32, now_ms: i64) -> Result<Standing, Exhausted> {
        let mut shard = self.shard(key);
        if !shard.contains_key(key) && shard.len() >= MOST_IN_SHARD {
            forget_the_quiet(&mut shard, now_ms);
        }
        let window = shard.entry(key.clone()).or_default();
        while window.front().is_some_and(|at| at + MINUTE_MS <= now_ms) {
            window.pop_front();
        }
        let used = u32::try_from(window.len()).unwrap_or(u32::MAX);
        let oldest = window.front().copied().unwrap_or(now_ms);
        let wait_ms = (oldest + MINUTE_MS - now_ms).min(MINUTE_MS);
        if used >= limit {
            return Err(Exhausted { limit, wait_ms });
        }
        window.push_back(now_ms);
        Ok(Standing { limit, left: limit - used - 1, renews_in_seconds: seconds(wait_ms) })
    }

    /// The newest request of this caller does not count after all.
    pub fn give_back(&self, key: &K) {
        let mut shard = self.shard(key);
        if let Some(window) = shard.get_mut(key) {
            window.pop_back();
            if window.is_empty() {
                shard.remove(key);
            }
        }
    }

    #[cfg(test)]
    pub fn callers(&self) -> usize {
        self.shards.iter().map(|shard| shard.lock().unwrap_or_else(PoisonError::into_inner).len()).sum()
    }

    fn shard(&self, key: &K) -> MutexGuard<'_, HashMap<K, VecDeque<i64>>> {
        let place = usize::try_from(self.hasher.hash_one(key) % SHARDS as u64).unwrap_or_default();
        self.shards[place].lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// First those whose minute is over; if that is not enough, the half that was quiet the longest.
fn forget_the_quiet<K: Hash + Eq>(shard: &mut HashMap<K, VecDeque<i64>>, now_ms: i64) {
    let newest = |window: &VecDeque<i64>| window.back().copied().unwrap_or(i64::MIN);
    shard.retain(|_, window| newest(window) + MINUTE_MS > now_ms);
    if shard.len() <= MOST_IN_SHARD / 2 {
        return;
    }
    let mut ages: Vec<i64> = shard.values().map(newest).collect();
    let middle = ages.len() / 2;
    let (_, median, _) = ages.select_nth_unstable(middle);
    let median = *median;
    // Among those of the median's own instant the choice is arbitrary, but half of them goes in any case.
    let mut too_many = shard.len() - MOST_IN_SHARD / 2;
    shard.retain(|_, window| {
        let goes = too_many > 0 && newest(window) <= median;
        too_many -= usize::from(goes);
        !goes
    });
}

fn seconds(ms: i64) -> u64 {
    u64::try_from(ms).unwrap_or(0).div_ceil(1_000).max(1)
}
