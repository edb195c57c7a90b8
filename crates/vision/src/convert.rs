//! Turns the face models, which are published for TensorFlow.js, into ONNX, in memory and without other tools.
//!
//! - `weights`: the `.bin` files, plain, float16 or eight bits with scale and minimum
//! - `onnx`: writes the few protobuf messages of an ONNX model
//! - `graph`: a TensorFlow.js graph model (`blazeface`, `facemesh`) → ONNX
//! - `dlib`: the descriptor's network, whose graph is code in its package, → ONNX
//!
//! TensorFlow keeps pictures as height × width × channels, ONNX as channels × height × width; all shapes inside this
//! module are TensorFlow's until they are written.

mod dlib;
mod graph;
mod onnx;
mod weights;

pub(crate) use dlib::descriptor_to_onnx;
pub(crate) use graph::graph_to_onnx;

/// Why a model could not be converted: the file is not the one the engine was built for.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ConvertError {
    /// Not the JSON that a graph model or a manifest is made of.
    #[error("not a model description: {0}")]
    Json(#[from] serde_json::Error),
    /// Fewer or more bytes than the manifest announces.
    #[error("the weights file has {found} bytes, the manifest speaks of {announced}")]
    WeightBytes {
        /// Bytes in the file.
        found: usize,
        /// Bytes the manifest adds up to.
        announced: usize,
    },
    /// An operator, quantisation or attribute that these models do not use.
    #[error("unknown {kind}: {name}")]
    Unknown {
        /// Operator, quantisation, padding, …
        kind: &'static str,
        /// What stood there.
        name: String,
    },
    /// A node or weight that another one refers to is not there.
    #[error("nothing is called {0}")]
    Missing(String),
    /// A shape with fewer axes than its operator needs.
    #[error("{0} has an unexpected shape")]
    Shape(String),
}
