use std::borrow::Borrow;
use std::cell::{Ref, RefCell};
use std::collections::btree_map::Entry;

use crate::digest::Digest;
use crate::plan::{PaintOp, Plan};
use crate::raster::{Kernels, Lookup, RasterError, Workshop};

/// Whose file it is that cannot be used, and why.
pub(super) type Fault = (Option<Digest>, RasterError);

/// What one plan is painted with. What it has prepared stays at hand, so that each of its bands finds it, also without a
/// cache.
pub(super) struct Easel<'a> {
    pub(super) workshop: Workshop<'a>,
    pub(super) kernels: Kernels,
    prepared: RefCell<Lookup>,
}

impl<'a> Easel<'a> {
    pub(super) fn new(workshop: Workshop<'a>, kernels: Kernels) -> Self {
        Self { workshop, kernels, prepared: RefCell::default() }
    }

    /// Everything that some operations of a plan name, and perhaps more.
    pub(super) fn prepare(
        &self,
        plan: &Plan,
        ops: &[impl Borrow<PaintOp>],
    ) -> Result<Ref<'_, Lookup>, Fault> {
        let mut prepared = self.prepared.borrow_mut();
        for digest in ops.iter().flat_map(|op| op.borrow().resources()) {
            if let Entry::Vacant(place) = prepared.entry(digest) {
                let resource = plan.resources.get(&digest).expect("a plan lists what its operations name");
                let made = self.workshop.prepare_at(digest, resource);
                place.insert(made.map_err(|error| (resource.file(), error))?);
            }
        }
        drop(prepared);
        Ok(self.prepared.borrow())
    }
}
