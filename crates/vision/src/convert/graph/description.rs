//! The JSON of a graph model: nodes with attributes, written as protobuf's JSON, text in base64.

use super::super::ConvertError;
use super::super::weights::Group;
use serde::Deserialize;
use std::collections::{HashMap, HashSet};

#[derive(Deserialize)]
pub(super) struct Description {
    #[serde(rename = "modelTopology")]
    topology: Topology,
    #[serde(rename = "weightsManifest")]
    pub(super) weights: Vec<Group>,
}

#[derive(Deserialize)]
struct Topology {
    node: Vec<Node>,
}

#[derive(Deserialize)]
pub(super) struct Node {
    pub(super) name: String,
    pub(super) op: String,
    #[serde(default)]
    input: Vec<String>,
    #[serde(default)]
    attr: HashMap<String, Value>,
}

/// An attribute's value; only the kinds that are read.
#[derive(Deserialize, Default)]
struct Value {
    s: Option<String>,
    list: Option<List>,
    shape: Option<Shape>,
}

#[derive(Deserialize, Default)]
struct List {
    /// Protobuf's JSON writes 64-bit integers as text.
    #[serde(default)]
    i: Vec<String>,
    #[serde(default)]
    s: Vec<String>,
}

#[derive(Deserialize)]
struct Shape {
    #[serde(default)]
    dim: Vec<Dimension>,
}

#[derive(Deserialize)]
struct Dimension {
    size: String,
}

impl Description {
    /// The nodes so ordered that each comes after its inputs.
    pub(super) fn in_order(&self) -> Result<Vec<&Node>, ConvertError> {
        let by_name: HashMap<&str, &Node> =
            self.topology.node.iter().map(|node| (node.name.as_str(), node)).collect();
        let mut placed = HashSet::new();
        let mut order = Vec::new();
        let mut waiting: Vec<&str> = self.topology.node.iter().rev().map(|node| node.name.as_str()).collect();
        while let Some(&name) = waiting.last() {
            let node = *by_name.get(name).ok_or_else(|| ConvertError::Missing(name.to_owned()))?;
            let missing: Vec<&str> = node.inputs().filter(|input| !placed.contains(input)).collect();
            // More waiting than edges and nodes allow means a circle.
            if waiting.len() > 16 * self.topology.node.len() {
                return Err(ConvertError::Shape("the graph".to_owned()));
            }
            if missing.is_empty() {
                waiting.pop();
                if placed.insert(name) {
                    order.push(node);
                }
            } else {
                waiting.extend(missing);
            }
        }
        Ok(order)
    }
}

impl Node {
    /// Names of the values it takes, without output number and control mark.
    pub(super) fn inputs(&self) -> impl Iterator<Item = &str> {
        self.input.iter().map(|name| name.split(':').next().unwrap_or(name).trim_start_matches('^'))
    }

    /// The input's shape; a batch of any size is a batch of one.
    pub(super) fn placeholder_shape(&self) -> Vec<usize> {
        let shape = self.attr.get("shape").and_then(|value| value.shape.as_ref());
        shape
            .map(|shape| shape.dim.iter().map(|dim| dim.size.parse().unwrap_or(1)).collect())
            .unwrap_or_default()
    }

    /// Height and width of an attribute that gives a number for each of the four axes.
    pub(super) fn size_pair(&self, attribute: &str) -> Result<[usize; 2], ConvertError> {
        let list = self.attr.get(attribute).and_then(|value| value.list.as_ref());
        let sizes: Vec<usize> =
            list.map(|list| list.i.iter().filter_map(|size| size.parse().ok()).collect()).unwrap_or_default();
        match sizes[..] {
            [_, height, width, _] => Ok([height, width]),
            _ => Err(ConvertError::Missing(format!("{attribute} of {}", self.name))),
        }
    }

    /// `SAME` or `VALID`.
    pub(super) fn padding(&self) -> String {
        self.attr.get("padding").and_then(|value| value.s.as_deref()).map(text_of_base64).unwrap_or_default()
    }

    /// What is done to a convolution's result right away.
    pub(super) fn fused(&self) -> Vec<String> {
        let list = self.attr.get("fused_ops").and_then(|value| value.list.as_ref());
        list.map(|list| list.s.iter().map(|s| text_of_base64(s)).collect()).unwrap_or_default()
    }
}

const BASE64: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// Text in base64; signs outside its alphabet, such as the padding, are skipped.
fn text_of_base64(encoded: &str) -> String {
    let mut bytes = Vec::new();
    let (mut bits, mut count) = (0_u32, 0);
    for sign in encoded.bytes() {
        let Some(value) = (0_u32..64).zip(BASE64).find(|(_, known)| **known == sign).map(|(value, _)| value)
        else {
            continue;
        };
        bits = (bits << 6) | value;
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push((bits >> count) as u8);
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::text_of_base64;

    #[test]
    fn attributes_are_text_in_base64() {
        assert_eq!(text_of_base64("U0FNRQ=="), "SAME");
        assert_eq!(text_of_base64("VkFMSUQ="), "VALID");
    }
}
