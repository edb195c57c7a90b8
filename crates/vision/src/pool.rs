//! A few threads for heavy work, with a queue that ends.
//!
//! Reading a card keeps a core busy for half a second: on an async thread every other request would wait. When more is
//! asked than the queue holds, the caller learns it at once and answers "busy, try again" instead of piling up pictures
//! in memory.

use std::num::NonZeroUsize;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::oneshot;

type Work = Box<dyn FnOnce() + Send>;

/// Fixed threads and a bounded queue. The threads end when the pool is dropped and the queue is empty.
pub struct Pool {
    queue: SyncSender<Work>,
    threads: NonZeroUsize,
}

/// The queue is full.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the queue is full")]
pub struct Full;

impl Pool {
    /// Starts `threads` threads called `name`; at most `waiting` pieces of work wait for one of them.
    pub fn start(name: &str, threads: NonZeroUsize, waiting: NonZeroUsize) -> std::io::Result<Self> {
        let (queue, work) = sync_channel(waiting.get());
        let work = Arc::new(Mutex::new(work));
        for number in 0..threads.get() {
            let work = Arc::clone(&work);
            std::thread::Builder::new()
                .name(format!("{name}-{number}"))
                .spawn(move || run_until_closed(&work))?;
        }
        Ok(Self { queue, threads })
    }

    /// How many pieces of work are done at the same time.
    pub fn threads(&self) -> NonZeroUsize {
        self.threads
    }

    /// Queues `work`, or answers [`Full`] at once. The receiver gets the result; it gets an error when the work
    /// panicked. Dropping the receiver does not stop the work.
    pub fn try_run<T, F>(&self, work: F) -> Result<oneshot::Receiver<T>, Full>
    where
        T: Send + 'static,
        F: FnOnce() -> T + Send + 'static,
    {
        let (answer, result) = oneshot::channel();
        let work: Work = Box::new(move || {
            // Whoever asked may have gone; then nobody minds the answer.
            let _ = answer.send(work());
        });
        self.queue.try_send(work).map_err(|_| Full)?;
        Ok(result)
    }
}

fn run_until_closed(queue: &Mutex<Receiver<Work>>) {
    loop {
        // The lock is held while waiting for work, not while doing it.
        let next = queue.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok(work) = next else { return };
        // A panic drops the sender of the answer, which is how the caller learns of it; the thread lives on.
        let _ = catch_unwind(AssertUnwindSafe(work));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc::channel;

    const ONE: NonZeroUsize = NonZeroUsize::MIN;

    #[test]
    fn work_gives_its_result() {
        let pool = Pool::start("test", ONE, ONE).unwrap();
        assert_eq!(pool.try_run(|| 6 * 7).unwrap().blocking_recv(), Ok(42));
    }

    #[test]
    fn a_full_queue_refuses_at_once() {
        let pool = Pool::start("test", ONE, ONE).unwrap();
        let (started, has_started) = channel();
        let (release, released) = channel::<()>();
        let running = pool
            .try_run(move || {
                started.send(()).unwrap();
                released.recv().unwrap();
            })
            .unwrap();
        has_started.recv().unwrap();
        let waiting = pool.try_run(|| 2).unwrap();
        assert_eq!(pool.try_run(|| 3).err(), Some(Full));
        release.send(()).unwrap();
        assert!(running.blocking_recv().is_ok());
        assert_eq!(waiting.blocking_recv(), Ok(2));
    }

    #[test]
    fn a_panic_costs_its_own_answer_only() {
        let pool = Pool::start("test", ONE, NonZeroUsize::new(2).unwrap()).unwrap();
        let lost = pool.try_run(|| panic!("on purpose")).unwrap();
        let kept = pool.try_run(|| 5).unwrap();
        assert!(lost.blocking_recv().is_err());
        assert_eq!(kept.blocking_recv(), Ok(5));
    }
}
