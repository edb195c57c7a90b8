//! The model files by name: which package holds them, where, and their SHA-256.
//!
//! This file uses nothing but `core`, so that `cargo xtask models` can include it by `#[path]`
//! without compiling the engine.

/// A public package that holds models.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Package {
    /// A wheel on the Python package index, `pip download --no-deps <name>==<version>`.
    Pypi {
        /// Name of the package.
        name: &'static str,
        /// Exact version.
        version: &'static str,
    },
    /// A tarball on the Node package registry, `npm pack <name>@<version>`.
    Npm {
        /// Name of the package with its scope.
        name: &'static str,
        /// Exact version.
        version: &'static str,
    },
}

/// Text detection; Apache-2.0.
pub const RAPIDOCR_ONNXRUNTIME: Package = Package::Pypi { name: "rapidocr-onnxruntime", version: "1.4.4" };
/// Text recognition and direction; Apache-2.0.
pub const RAPIDOCR: Package = Package::Pypi { name: "rapidocr", version: "3.10.0" };
/// Face detection and landmarks; package MIT, models `MediaPipe`'s.
pub const HUMAN: Package = Package::Npm { name: "@vladmandic/human", version: "3.3.6" };
/// Face descriptor; package MIT, weights CC0.
pub const FACE_API: Package = Package::Npm { name: "@vladmandic/face-api", version: "1.7.15" };

/// One file of a model.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ModelFile {
    /// Its name in the models folder, which is flat.
    pub name: &'static str,
    /// The package it comes from.
    pub package: Package,
    /// Its path inside the wheel or the tarball.
    pub path_in_package: &'static str,
    /// SHA-256 of its bytes, 64 lower-case hexadecimal digits.
    pub sha256: &'static str,
}

/// Finds the lines of text on a picture.
pub const TEXT_DETECTION: ModelFile = ModelFile {
    name: "ch_PP-OCRv4_det_infer.onnx",
    package: RAPIDOCR_ONNXRUNTIME,
    path_in_package: "rapidocr_onnxruntime/models/ch_PP-OCRv4_det_infer.onnx",
    sha256: "d2a7720d45a54257208b1e13e36a8479894cb74155a5efe29462512d42f49da9",
};
/// Reads one line, 18,708 characters.
pub const TEXT_RECOGNITION: ModelFile = ModelFile {
    name: "PP-OCRv6_rec_small.onnx",
    package: RAPIDOCR,
    path_in_package: "rapidocr/models/PP-OCRv6_rec_small.onnx",
    sha256: "6f327246b50388f3c176ae304bd95767ea6dc0c9ae92153ef8cbe210b3c14884",
};
/// Tells whether a line stands on its head.
pub const TEXT_DIRECTION: ModelFile = ModelFile {
    name: "ch_ppocr_mobile_v2.0_cls_mobile.onnx",
    package: RAPIDOCR,
    path_in_package: "rapidocr/models/ch_ppocr_mobile_v2.0_cls_mobile.onnx",
    sha256: "e47acedf663230f8863ff1ab0e64dd2d82b838fceb5957146dab185a89d6215c",
};
/// Graph of the face detector.
pub const FACE_DETECTION: ModelFile = ModelFile {
    name: "blazeface.json",
    package: HUMAN,
    path_in_package: "package/models/blazeface.json",
    sha256: "cd7bbfc078270572beb39f9e5ae67aadbd50b5e67cff37e6d4f6b3ea39312e5f",
};
/// Weights of the face detector.
pub const FACE_DETECTION_WEIGHTS: ModelFile = ModelFile {
    name: "blazeface.bin",
    package: HUMAN,
    path_in_package: "package/models/blazeface.bin",
    sha256: "dc9a97fdc50bc43216554bdd69aa3e7b9361a519ee7bdd996a2f69a98a6f9b72",
};
/// Graph of the 468 landmarks.
pub const FACE_MESH: ModelFile = ModelFile {
    name: "facemesh.json",
    package: HUMAN,
    path_in_package: "package/models/facemesh.json",
    sha256: "b60ca26f404724f43bd2b1575761d8265180e1f053cc0731caa68462927309e7",
};
/// Weights of the 468 landmarks.
pub const FACE_MESH_WEIGHTS: ModelFile = ModelFile {
    name: "facemesh.bin",
    package: HUMAN,
    path_in_package: "package/models/facemesh.bin",
    sha256: "3826da640b0a3021161605369ee6af293f75d518040355b960ec71a3390c1c0b",
};
/// Shapes and quantisation of the descriptor's weights.
pub const FACE_DESCRIPTOR: ModelFile = ModelFile {
    name: "face_recognition_model-weights_manifest.json",
    package: FACE_API,
    path_in_package: "package/model/face_recognition_model-weights_manifest.json",
    sha256: "cbaffa501b0b9275a12b63357a6843e7e30c054e1c9151e1a5f879b26e32986b",
};
/// Weights of the descriptor, eight bits each.
pub const FACE_DESCRIPTOR_WEIGHTS: ModelFile = ModelFile {
    name: "face_recognition_model.bin",
    package: FACE_API,
    path_in_package: "package/model/face_recognition_model.bin",
    sha256: "b413e420d6840b2775fba32008db6f3cddb07d485967fb42cfcf379c16a8c589",
};

/// Every file the engine needs.
pub const FILES: [ModelFile; 9] = [
    TEXT_DETECTION,
    TEXT_RECOGNITION,
    TEXT_DIRECTION,
    FACE_DETECTION,
    FACE_DETECTION_WEIGHTS,
    FACE_MESH,
    FACE_MESH_WEIGHTS,
    FACE_DESCRIPTOR,
    FACE_DESCRIPTOR_WEIGHTS,
];
