//! The law of the memo: an init is a leaf. Thousands of jobs on few threads over few keys end, and each key is computed
//! once.

use std::sync::mpsc;
use std::time::Duration;

use mimeo::digest::Digest;
use mimeo::memo::{Memo, Work};

const JOBS: u64 = 20_000;
const KEYS: u64 = 10;
const WATCHDOG: Duration = Duration::from_secs(5);

#[test]
fn twenty_thousand_jobs_on_four_workers_over_ten_keys_end() {
    let (done, ended) = mpsc::channel();
    std::thread::spawn(move || {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(4).build().expect("threads");
        let memo = Memo::new(1 << 24);
        let (send, receive) = mpsc::channel();
        for job in 0..JOBS {
            let (memo, send) = (memo.clone(), send.clone());
            pool.spawn(move || {
                // Fresh keys keep coming, as in a campaign: ten at a time are wanted by everybody.
                let key = job / 1000 * KEYS + job.wrapping_mul(0x9E37_79B9_7F4A_7C15) % KEYS;
                let value = memo.get_sure(Work::Paint, Digest::of_bytes(&key.to_le_bytes()), || leaf(key));
                send.send((key, value.len())).expect("the test waits");
            });
        }
        drop(send);
        let answers = receive.iter().filter(|(key, len)| leaf_len(*key) == *len).count() as u64;
        let evaluated = memo.ledger().count(Work::Paint).evaluated;
        done.send((answers, evaluated)).expect("the test waits");
    });
    let ended = ended.recv_timeout(WATCHDOG);
    assert_eq!(
        ended,
        Ok((JOBS, JOBS / 1000 * KEYS)),
        "every job is answered, every key computed once, nobody is stuck"
    );
}

fn leaf_len(key: u64) -> usize {
    100 + usize::try_from(key % 50).expect("small")
}

/// Some work that takes a while and calls nothing that could wait.
fn leaf(key: u64) -> Vec<u8> {
    let mut state = key;
    for _ in 0..20_000 {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    }
    vec![(state >> 56) as u8; leaf_len(key)]
}
