use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use super::error::StoreError;
use super::files::PART;

/// Puts files of a folder into a zip, in the given order; the same files give the same bytes. Stored, not deflated:
/// pictures do not get smaller. The archive is there whole or not at all; until then it lies in `folder`, which must be
/// on the same file system.
///
/// # Errors
/// When a file cannot be read, or the archive cannot be written.
pub fn write_zip(path: &Path, folder: &Path, names: &[String]) -> Result<(), StoreError> {
    let mut part = tempfile::Builder::new()
        .prefix(PART)
        .tempfile_in(folder)
        .map_err(StoreError::io("create a file in", folder))?;
    let mut writer = ZipWriter::new(BufWriter::new(part.as_file_mut()));
    for name in names {
        let source = folder.join(name);
        let mut file = File::open(&source).map_err(StoreError::io("read", &source))?;
        let length = file.metadata().map_err(StoreError::io("read", &source))?.len();
        // 1980-01-01, the first day of the format: a clock would make every archive another.
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Stored)
            .last_modified_time(DateTime::default())
            .unix_permissions(0o644)
            .large_file(length >= u64::from(u32::MAX));
        let failed = |error: zip::result::ZipError| StoreError::io("write", path)(error.into());
        writer.start_file(name.as_str(), options).map_err(failed)?;
        std::io::copy(&mut file, &mut writer).map_err(StoreError::io("write", path))?;
    }
    let failed = |error: zip::result::ZipError| StoreError::io("write", path)(error.into());
    let mut rest = writer.finish().map_err(failed)?;
    rest.flush().map_err(StoreError::io("write", path))?;
    drop(rest);
    super::files::readable_by_all(part.as_file(), path)?;
    part.persist(path).map_err(|error| StoreError::io("write", path)(error.error))?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;

    #[test]
    fn an_archive_holds_its_files_and_is_the_same_each_time() {
        let folder = tempfile::tempdir().expect("a folder");
        let names: Vec<String> = ["a_300x250@2x.jpg", "夏.png", "manifest.json"].map(str::to_owned).to_vec();
        for name in &names {
            std::fs::write(folder.path().join(name), name.as_bytes()).expect("written");
        }
        let bytes = |zip: &str| {
            let path = folder.path().join(zip);
            write_zip(&path, folder.path(), &names).expect("written");
            std::fs::read(path).expect("there")
        };
        let (one, two) = (bytes("one.zip"), bytes("two.zip"));
        assert_eq!(one, two);
        let mut archive = zip::ZipArchive::new(std::io::Cursor::new(one)).expect("a zip");
        assert_eq!(archive.len(), 3);
        for (n, name) in names.iter().enumerate() {
            let mut entry = archive.by_index(n).expect("an entry");
            let mut text = String::new();
            entry.read_to_string(&mut text).expect("readable, with its checksum");
            assert_eq!(
                (entry.name().expect("UTF-8").as_ref(), text.as_str(), entry.compression()),
                (name.as_str(), name.as_str(), CompressionMethod::Stored)
            );
        }
    }

    #[test]
    fn an_archive_that_cannot_be_finished_leaves_the_old_one() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a.zip");
        std::fs::write(&path, b"old").expect("written");
        assert!(write_zip(&path, folder.path(), &["missing.jpg".to_owned()]).is_err());
        assert_eq!(std::fs::read(&path).expect("there"), b"old");
        assert_eq!(
            std::fs::read_dir(folder.path()).expect("a folder").count(),
            1,
            "nothing half-written stays"
        );
    }
}
