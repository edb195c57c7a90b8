//! Text of whatever encoding as UTF-8, a piece at a time.

use std::io::{Error, ErrorKind, Read, Seek};

use encoding_rs::{DecoderResult, Encoding, GB18030, UTF_8};

use super::{Unreadable, io};

/// Bytes read at a time.
const PIECE: usize = 64 * 1_024;

/// By its mark; else UTF-8 if all of it is, else GB 18030, which holds GBK and GB 2312. Bytes that no text has are no table.
pub(super) fn encoding_of(file: &mut (impl Read + Seek)) -> Result<&'static Encoding, Unreadable> {
    let mut first = [0; 3];
    let length = super::fill(file, &mut first).map_err(io)?;
    if let Some((encoding, _)) = Encoding::for_bom(&first[..length]) {
        return Ok(encoding);
    }
    file.rewind().map_err(io)?;
    let mut held = Vec::with_capacity(PIECE + 4);
    let mut is_utf8 = true;
    let mut piece = vec![0; PIECE];
    loop {
        let read = file.read(&mut piece).map_err(io)?;
        if read == 0 {
            break;
        }
        if piece[..read].contains(&0) {
            return Err(Unreadable::NotATable);
        }
        if is_utf8 {
            held.extend_from_slice(&piece[..read]);
            match std::str::from_utf8(&held) {
                Ok(_) => held.clear(),
                // The piece ends inside a character.
                Err(error) if error.error_len().is_none() => drop(held.drain(..error.valid_up_to())),
                Err(_) => is_utf8 = false,
            }
        }
    }
    Ok(if is_utf8 && held.is_empty() { UTF_8 } else { GB18030 })
}

/// A reader of the text in UTF-8, with `\n` at the end of every line and of the last one, so that lines can be counted.
/// Bytes that the encoding does not have end it with [`ErrorKind::InvalidData`].
pub(super) struct Decoded<R> {
    file: R,
    decoder: encoding_rs::Decoder,
    raw: Vec<u8>,
    text: Vec<u8>,
    at: usize,
    ended: bool,
    /// The byte before the next one.
    before: u8,
}

impl<R: Read> Decoded<R> {
    pub fn new(file: R, encoding: &'static Encoding) -> Self {
        let decoder = encoding.new_decoder_with_bom_removal();
        Self { file, decoder, raw: vec![0; PIECE], text: Vec::new(), at: 0, ended: false, before: b'\n' }
    }

    fn more(&mut self) -> std::io::Result<()> {
        let read = self.file.read(&mut self.raw)?;
        self.ended = read == 0;
        let room = self.decoder.max_utf8_buffer_length_without_replacement(read).unwrap_or(PIECE * 4);
        self.text.resize(room, 0);
        self.at = 0;
        let raw = &self.raw[..read];
        let (result, _, written) =
            self.decoder.decode_to_utf8_without_replacement(raw, &mut self.text, self.ended);
        self.text.truncate(written);
        match result {
            DecoderResult::InputEmpty => {
                self.end_lines();
                Ok(())
            }
            DecoderResult::OutputFull | DecoderResult::Malformed(..) => {
                Err(Error::from(ErrorKind::InvalidData))
            }
        }
    }

    fn end_lines(&mut self) {
        let mut before = self.before;
        self.text.retain_mut(|byte| {
            let is_second = before == b'\r' && *byte == b'\n';
            before = *byte;
            if *byte == b'\r' {
                *byte = b'\n';
            }
            !is_second
        });
        if self.ended && !matches!(before, b'\r' | b'\n') {
            self.text.push(b'\n');
        }
        self.before = before;
    }
}

impl<R: Read> Read for Decoded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        while self.at >= self.text.len() && !self.ended {
            self.more()?;
        }
        let rest = self.text.get(self.at..).unwrap_or_default();
        let count = rest.len().min(buffer.len());
        buffer[..count].copy_from_slice(&rest[..count]);
        self.at += count;
        Ok(count)
    }
}
