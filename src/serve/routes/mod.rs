pub(super) mod health;
pub(super) mod render;
pub(super) mod studio;
