#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| pchat_console_fuzz::run("exports", input));
