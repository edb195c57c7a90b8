//! What is printed while the work goes on: stages with their minutes, and single lines.

use std::time::{Duration, Instant};

/// A stage that has been announced and is being timed.
pub struct Stage {
    name: String,
    since: Instant,
}

/// Announces a stage.
pub fn stage(name: &str) -> Stage {
    println!("\n== {name}");
    Stage { name: name.to_owned(), since: Instant::now() }
}

impl Stage {
    /// Prints how long the stage took, and returns it.
    pub fn end(self, word: &str) -> Duration {
        let took = self.since.elapsed();
        println!("== {}: {word} after {}", self.name, minutes(took));
        took
    }
}

/// One line of news.
pub fn line(text: impl AsRef<str>) {
    println!("{}", text.as_ref());
}

/// A duration in minutes with one decimal, as `3.2 min`.
pub fn minutes(time: Duration) -> String {
    format!("{:.1} min", time.as_secs_f64() / 60.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_duration_is_told_in_minutes() {
        assert_eq!(minutes(Duration::from_secs(90)), "1.5 min");
        assert_eq!(minutes(Duration::from_millis(900)), "0.0 min");
    }
}
