//! An allocator that counts what is alive, once it is told to.

use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicBool, AtomicIsize, Ordering::Relaxed};

static IS_COUNTING: AtomicBool = AtomicBool::new(false);
static LIVE: AtomicIsize = AtomicIsize::new(0);
static PEAK: AtomicIsize = AtomicIsize::new(0);

pub struct Counting;

/// Counts from now on, from nought.
pub fn start() {
    LIVE.store(0, Relaxed);
    PEAK.store(0, Relaxed);
    IS_COUNTING.store(true, Relaxed);
}

/// Bytes allocated since `start` and not given back.
pub fn live() -> isize {
    LIVE.load(Relaxed)
}

/// The most that were alive at once.
pub fn peak() -> isize {
    PEAK.load(Relaxed)
}

fn count(bytes: usize, sign: isize) {
    if IS_COUNTING.load(Relaxed) {
        let change = sign * bytes.cast_signed();
        let live = LIVE.fetch_add(change, Relaxed) + change;
        PEAK.fetch_max(live, Relaxed);
    }
}

// SAFETY: every request is passed to the system's allocator as it came.
#[expect(unsafe_code, reason = "an allocator cannot be written without it")]
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        count(layout.size(), 1);
        // SAFETY: as above.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        count(layout.size(), -1);
        // SAFETY: as above.
        unsafe { System.dealloc(pointer, layout) }
    }

    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, new_size: usize) -> *mut u8 {
        // While a block moves, the old and the new one may both exist.
        count(new_size, 1);
        // SAFETY: as above.
        let moved = unsafe { System.realloc(pointer, layout, new_size) };
        count(layout.size(), -1);
        moved
    }
}
