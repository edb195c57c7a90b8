//! Faces: portraits on cards against photographs of the same and of other people.
//!
//! What the product compares with a portrait is a camera picture that its policy takes. So photographs stand for the
//! camera, and of other cards' portraits only those that would pass as one; two small prints, which resemble each other
//! whoever they show, are never compared there, and are noted here without a bar.

use crate::cards::CardPortrait;
use crate::report::Report;
use crate::{Failure, open};
use domain::face::{Face, FaceMeasurement, FacePolicy};
use std::path::{Path, PathBuf};
use std::time::Instant;
use vision::Engine;

#[derive(Default)]
pub(crate) struct Faces {
    same: Vec<f64>,
    other: Vec<f64>,
    other_passed: usize,
    two_prints: Vec<f64>,
    same_refused: usize,
    portraits_found: [(usize, usize); 4],
    groups: (usize, usize),
    photograph_ms: Vec<f64>,
}

struct Photograph {
    person: String,
    file: String,
    measured: FaceMeasurement,
}

/// Compares every portrait with every photograph, and with the portraits of other people.
pub(crate) fn measure(
    engine: &Engine,
    portraits: &[CardPortrait],
    folder: Option<&Path>,
) -> Result<Faces, Failure> {
    let mut faces = Faces::default();
    for portrait in portraits {
        let found = &mut faces.portraits_found[portrait.level];
        found.0 += usize::from(portrait.measured.one().is_some());
        found.1 += 1;
    }
    let photographs = folder.map_or(Ok(Vec::new()), |folder| faces.photographs(engine, folder))?;
    for (at, portrait) in portraits.iter().enumerate() {
        let Some(face) = portrait.measured.one() else { continue };
        for photograph in &photographs {
            // The card was drawn from this very photograph: comparing them shows nothing.
            if portrait.photograph.ends_with(&photograph.file) {
                continue;
            }
            if let Some(other) = photograph.measured.one() {
                faces.compare(face, other, portrait.person == photograph.person);
            }
        }
        for other in portraits[at + 1..].iter().filter(|other| other.person != portrait.person) {
            if let Some(other) = other.measured.one() {
                if could_be_live(face) || could_be_live(other) {
                    faces.compare(face, other, false);
                } else {
                    faces.two_prints.push(f64::from(face.descriptor.distance(&other.descriptor)));
                }
            }
        }
    }
    Ok(faces)
}

/// Whether the policy would take the face as a straight look of the face check.
fn could_be_live(face: &Face) -> bool {
    let policy = FacePolicy::default();
    policy.frontal.holds(face) && policy.quality.problem(face).is_none()
}

impl Faces {
    fn photographs(&mut self, engine: &Engine, folder: &Path) -> Result<Vec<Photograph>, Failure> {
        let mut photographs = Vec::new();
        for person in entries(folder)? {
            let name = person.file_name().unwrap_or_default().to_string_lossy().into_owned();
            for file in entries(&person)? {
                let picture = open(&file)?;
                let start = Instant::now();
                let measured = engine.measure_face(&picture)?;
                self.photograph_ms.push(start.elapsed().as_secs_f64() * 1e3);
                if name == "groups" {
                    self.groups.0 += usize::from(measured == FaceMeasurement::SeveralFaces);
                    self.groups.1 += 1;
                } else if name.starts_with("person-") {
                    let file = format!("{name}/{}", file.file_name().unwrap_or_default().to_string_lossy());
                    photographs.push(Photograph { person: name.clone(), file, measured });
                }
            }
        }
        Ok(photographs)
    }

    fn compare(&mut self, a: &Face, b: &Face, same_person: bool) {
        let policy = FacePolicy::default();
        let distance = a.descriptor.distance(&b.descriptor);
        if same_person {
            self.same.push(f64::from(distance));
            self.same_refused += usize::from(distance >= policy.different_from);
        } else {
            self.other.push(f64::from(distance));
            self.other_passed += usize::from(distance < policy.same_below);
        }
    }

    pub(crate) fn report(&self, report: &mut Report) {
        report.share("portrait found on the card, levels 0-2", &self.portraits_found[..3], None);
        report.share("portrait found on the card, level 3", &self.portraits_found[3..], None);
        report.never("another person passed", self.other_passed, self.other.len());
        report.note("distance to another person", "L2", &self.other);
        report.note("distance between two prints, different people", "L2", &self.two_prints);
        report.note("distance to the same person, another photo", "L2", &self.same);
        if !self.same.is_empty() {
            let kept = self.same.len() - self.same_refused;
            report.share("same person not refused", &[(kept, self.same.len())], None);
        }
        if self.groups.1 > 0 {
            report.share("several faces noticed", &[self.groups], Some(100.0));
        }
        if !self.photograph_ms.is_empty() {
            report.at_most("measuring a face on a photograph", "ms", &self.photograph_ms, 60.0);
        }
    }
}

/// Files or folders in a folder, in the order of their names.
fn entries(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let listed = std::fs::read_dir(folder).map_err(|problem| format!("{}: {problem}", folder.display()))?;
    let mut paths =
        listed.map(|entry| Ok(entry?.path())).collect::<Result<Vec<PathBuf>, std::io::Error>>()?;
    paths.sort();
    Ok(paths)
}
