//! Multipart forms, read within their limits. Knows nothing of what they are for, so that the fuzzer can ask it anything.

use axum::extract::multipart::{Field, MultipartError};
use axum::extract::{FromRequest, Multipart, Request};
use axum::http::StatusCode;
use domain::form::PhotoProblem;

/// Most bytes of one part that are kept. What is larger is heard to its end all the same: a browser without WASM shows
/// nothing but a broken connection when it is answered in the middle of its sending.
pub const MAX_FILE_BYTES: usize = 4 * 1_024 * 1_024;

/// What came of a form: the parts that were wanted, in the order in which they came, until something went wrong.
pub struct Form {
    parts: Vec<(&'static str, Vec<u8>)>,
    problem: Option<PhotoProblem>,
}

/// Reads the form. `wanted` names the parts to keep, and how many of each; the others are read over. The body's own limit
/// is the route's.
pub async fn read(request: Request, wanted: &[(&'static str, usize)]) -> Form {
    read_up_to(request, wanted, MAX_FILE_BYTES).await
}

/// The same, with another limit for a part.
pub async fn read_up_to(request: Request, wanted: &[(&'static str, usize)], most: usize) -> Form {
    let mut form = Form { parts: Vec::new(), problem: None };
    let broken = match Multipart::from_request(request, &()).await {
        Ok(mut sent) => form.fill(&mut sent, wanted, most).await.err().map(|error| problem(&error)),
        Err(_) => Some(PhotoProblem::Missing),
    };
    form.problem = form.problem.or(broken);
    form
}

impl Form {
    async fn fill(
        &mut self,
        sent: &mut Multipart,
        wanted: &[(&'static str, usize)],
        most_bytes: usize,
    ) -> Result<(), MultipartError> {
        let mut is_too_large = false;
        while let Some(part) = sent.next_field().await? {
            let known = wanted.iter().find(|(name, _)| part.name() == Some(*name));
            let Some((name, most)) = known.copied() else { continue };
            if self.all(name).count() >= most {
                continue;
            }
            match within_limit(part, most_bytes).await? {
                Some(bytes) => self.parts.push((name, bytes)),
                None => is_too_large = true,
            }
        }
        if is_too_large {
            self.problem = Some(PhotoProblem::TooLarge);
        }
        Ok(())
    }

    fn all(&self, name: &str) -> impl Iterator<Item = &Vec<u8>> {
        self.parts.iter().filter(move |(of, _)| *of == name).map(|(_, bytes)| bytes)
    }

    /// Whether all of it came, and in order.
    pub fn is_whole(&self) -> Result<(), PhotoProblem> {
        self.problem.map_or(Ok(()), Err)
    }

    /// Every file of this name.
    pub fn files(&self, name: &str) -> Vec<Vec<u8>> {
        self.all(name).cloned().collect()
    }

    /// The first file of this name; no bytes when there is none.
    pub fn file(&self, name: &str) -> Vec<u8> {
        self.all(name).next().cloned().unwrap_or_default()
    }

    /// The first text of this name. What is no text shows as such.
    pub fn text(&self, name: &str) -> Option<String> {
        self.all(name).next().map(|bytes| String::from_utf8_lossy(bytes).into_owned())
    }
}

/// The part's bytes; nothing when there are too many.
async fn within_limit(mut part: Field<'_>, most: usize) -> Result<Option<Vec<u8>>, MultipartError> {
    let mut kept = Some(Vec::new());
    while let Some(chunk) = part.chunk().await? {
        kept = kept.filter(|bytes: &Vec<u8>| bytes.len() + chunk.len() <= most);
        if let Some(bytes) = &mut kept {
            bytes.extend_from_slice(&chunk);
        }
    }
    Ok(kept)
}

/// A body over its limit, or one that broke off.
fn problem(error: &MultipartError) -> PhotoProblem {
    let over = error.status() == StatusCode::PAYLOAD_TOO_LARGE;
    if over { PhotoProblem::TooLarge } else { PhotoProblem::BrokenOff }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::body::Body;
    use axum::extract::DefaultBodyLimit;

    const WANTED: [(&str, usize); 3] = [("next", 1), ("photo", 1), ("frame", 2)];

    async fn sent(body: &str) -> Form {
        let request = Request::builder()
            .method("POST")
            .header("content-type", "multipart/form-data; boundary=x")
            .body(Body::from(body.replace('\n', "\r\n")));
        let Ok(mut request) = request else { panic!("no request") };
        // As the upload routes do: what is too large is heard to its end.
        DefaultBodyLimit::disable().apply(&mut request);
        read(request, &WANTED).await
    }

    fn part(name: &str, value: &str) -> String {
        format!("--x\nContent-Disposition: form-data; name=\"{name}\"\n\n{value}\n")
    }

    #[tokio::test]
    async fn b3_wanted_parts_are_kept_and_others_read_over() {
        let body = [part("next", "/me"), part("other", "?"), part("photo", "p"), "--x--\n".into()].concat();
        let form = sent(&body).await;
        assert_eq!(form.is_whole(), Ok(()));
        assert_eq!((form.text("next").as_deref(), form.file("photo")), (Some("/me"), b"p".to_vec()));
        assert_eq!(form.text("other"), None);
    }

    #[tokio::test]
    async fn c4_more_parts_than_wanted_are_not_kept() {
        let body = [part("frame", "1"), part("frame", "2"), part("frame", "3"), "--x--\n".into()].concat();
        let form = sent(&body).await;
        assert_eq!(form.is_whole(), Ok(()));
        assert_eq!(form.files("frame"), [b"1".to_vec(), b"2".to_vec()]);
    }

    #[tokio::test]
    async fn b3_what_came_before_the_break_is_not_lost() {
        let form = sent(&[part("next", "/me"), "--x\nContent-Disposition: form-da".into()].concat()).await;
        assert_eq!(form.is_whole(), Err(PhotoProblem::BrokenOff));
        assert_eq!(form.text("next").as_deref(), Some("/me"));
    }

    #[tokio::test]
    async fn b3_a_file_over_the_limit_is_heard_to_its_end_and_not_kept() {
        let large = "x".repeat(MAX_FILE_BYTES + 1);
        let form = sent(&[part("photo", &large), part("next", "/me"), "--x--\n".into()].concat()).await;
        assert_eq!(form.is_whole(), Err(PhotoProblem::TooLarge));
        assert_eq!((form.file("photo").len(), form.text("next").as_deref()), (0, Some("/me")));
        let fits = "x".repeat(MAX_FILE_BYTES);
        let form = sent(&[part("photo", &fits), "--x--\n".into()].concat()).await;
        assert_eq!((form.is_whole(), form.file("photo").len()), (Ok(()), MAX_FILE_BYTES));
    }

    #[tokio::test]
    async fn b3_a_body_that_is_no_form_misses_its_picture() {
        let request = Request::builder().method("POST").body(Body::from("no form"));
        let Ok(request) = request else { panic!("no request") };
        assert_eq!(read(request, &WANTED).await.is_whole(), Err(PhotoProblem::Missing));
    }
}
