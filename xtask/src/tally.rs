//! How many tests ran, which, and how each ended.

/// One test that ran.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ran {
    /// The suite and the test, as `domain::card::b4_the_number_is_read`.
    pub name: String,
    /// Did it pass?
    pub passed: bool,
}

/// What one or more suites came to.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Tally {
    /// Tests that passed.
    pub passed: usize,
    /// Tests that failed or were left out, and checks that failed.
    pub failed: usize,
    /// The tests by name.
    pub tests: Vec<Ran>,
}

impl Tally {
    /// Adds one test.
    pub fn add(&mut self, name: String, passed: bool) {
        if passed {
            self.passed += 1;
        } else {
            self.failed += 1;
        }
        self.tests.push(Ran { name, passed });
    }

    /// Adds another tally to this one.
    pub fn merge(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.tests.extend(other.tests);
    }
}
