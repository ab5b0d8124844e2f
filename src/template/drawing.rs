use std::collections::BTreeMap;

use bytes::Bytes;

use super::check::each_layer;
use super::{Content, Layer, Spanned, Template};
use crate::digest::Digest;
use crate::geom::Ratio;

/// A file that `svg:` names, read.
#[derive(Clone, Debug)]
pub struct Drawing {
    /// Of its bytes.
    pub digest: Digest,
    /// Width over height.
    pub aspect: Ratio,
    /// The file.
    pub bytes: Bytes,
}

/// By the path that the template writes.
pub type Drawings = BTreeMap<String, Drawing>;

impl Template {
    /// Every file that `svg:` names, with the places: what must be read before the template can be bound.
    #[must_use]
    pub fn named_drawings(&self) -> Vec<Spanned<String>> {
        let mut all = Vec::new();
        collect(&self.layers, &mut all);
        for component in self.components.values() {
            collect(&component.layers, &mut all);
        }
        all
    }
}

fn collect(layers: &[Layer], into: &mut Vec<Spanned<String>>) {
    each_layer(layers, true, &mut |layer| {
        for props in std::iter::once(&layer.props).chain(layer.overrides.iter().map(|(_, props)| props)) {
            if let Some(Spanned { value: Content::Svg(path), span }) = &props.content {
                into.push(Spanned { value: path.clone(), span: *span });
            }
        }
    });
}
