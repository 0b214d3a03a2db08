//! The console as a library: everything but the window's and the command line's wiring.

pub mod adapters;
pub mod console;
pub mod domain;
pub mod lab;
pub mod localization;
pub mod lync;
pub mod plan;
pub mod ports;
