use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use subtle::ConstantTimeEq;

use super::error::{Failure, Kind};
use super::params::Canonical;

/// The file in the data folder.
const FILE: &str = "signing-keys";
/// Keeps signatures of addresses apart from everything else that is ever signed with the same key.
const DOMAIN: &[u8] = b"mimeo address 1\n";
/// A key that is taken out of the file is refused after this long.
const FRESH: Duration = Duration::from_secs(1);
/// More keys are not read.
const MAX_KEYS: usize = 16;

/// One key with the name that addresses carry.
struct Key {
    id: String,
    secret: [u8; 32],
}

/// The keys of a data folder: the first signs, all verify. One a line, `ID HEX`, so that a new one is put first and an
/// old one taken out when its addresses are gone.
pub struct Keyring {
    path: PathBuf,
    read: Mutex<(Instant, Arc<Vec<Key>>)>,
}

impl std::fmt::Debug for Keyring {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Keyring").field("path", &self.path).finish_non_exhaustive()
    }
}

impl Keyring {
    /// Reads the keys of a data folder; makes the first one when there is none.
    ///
    /// # Errors
    /// When the file cannot be made or read, or holds something else.
    pub fn open(data: &Path) -> io::Result<Self> {
        fs::create_dir_all(data)?;
        let path = data.join(FILE);
        if !path.exists() {
            create(&path)?;
        }
        let keys = Arc::new(load(&path)?);
        Ok(Self { path, read: Mutex::new((Instant::now(), keys)) })
    }

    fn keys(&self) -> io::Result<Arc<Vec<Key>>> {
        let mut read = self.read.lock().unwrap_or_else(PoisonError::into_inner);
        if read.0.elapsed() > FRESH {
            *read = (Instant::now(), Arc::new(load(&self.path)?));
        }
        Ok(Arc::clone(&read.1))
    }

    /// Whether the keys can be read now.
    #[must_use]
    pub fn is_ready(&self) -> bool {
        self.keys().is_ok()
    }

    /// The address with `kid`, `exp` (seconds since 1970) and `sig`.
    ///
    /// # Errors
    /// When the keys cannot be read.
    pub fn sign(&self, mut address: Canonical, expires: Option<u64>) -> io::Result<String> {
        let keys = self.keys()?;
        let key = keys.first().ok_or_else(|| io::Error::other("there is no signing key"))?;
        if address.get("kid").is_none() {
            address.set("kid", key.id.clone());
        }
        if let Some(expires) = expires.filter(|_| address.get("exp").is_none()) {
            address.set("exp", expires.to_string());
        }
        let text = address.text();
        let joint = if text.contains('?') { '&' } else { '?' };
        Ok(format!("{text}{joint}sig={}", hex::encode(mac(key, &text))))
    }

    /// Whether an address was signed by one of the keys, and still counts at `now` (seconds since 1970). Gives the
    /// second at which it expires.
    ///
    /// # Errors
    /// One and the same for an unknown key, a bad signature and none; another for one that has expired.
    pub fn verify(&self, address: &Canonical, now: u64) -> Result<Option<u64>, Failure> {
        let keys =
            self.keys().map_err(|_| Failure::new(Kind::Unavailable, "the signing keys cannot be read"))?;
        let refused = || {
            Failure::new(Kind::BadSignature, "the address is not signed, or was changed after it was signed")
                .hint("sign it with `mimeo sign PATH_AND_QUERY`")
        };
        let given = address.signature.as_deref().and_then(|hex| hex::decode(hex).ok()).ok_or_else(refused)?;
        let text = address.text();
        let id = address.get("kid");
        let mut signed = subtle::Choice::from(0);
        for key in keys.iter().filter(|key| id.is_none_or(|id| id == key.id)) {
            signed |= mac(key, &text).ct_eq(&given);
        }
        if !bool::from(signed) {
            return Err(refused());
        }
        let Some(expires) = address.get("exp") else { return Ok(None) };
        let expires: u64 = expires.parse().map_err(|_| {
            Failure::new(Kind::BadParameter, "`exp` is no whole number of seconds since 1970")
        })?;
        if expires <= now {
            return Err(
                Failure::new(Kind::Expired, "the signed address has expired").hint("ask for a new one")
            );
        }
        Ok(Some(expires))
    }
}

fn mac(key: &Key, text: &str) -> [u8; 32] {
    let mut mac = Hmac::<Sha256>::new_from_slice(&key.secret).expect("HMAC takes keys of any length");
    mac.update(DOMAIN);
    mac.update(text.as_bytes());
    mac.finalize().into_bytes().into()
}

/// Makes the file with one key, for its owner only. Of two processes that try at once, one wins and both read its key.
fn create(path: &Path) -> io::Result<()> {
    let mut random = [0; 36];
    File::open("/dev/urandom")?.read_exact(&mut random)?;
    let line = format!("{} {}\n", hex::encode(&random[..4]), hex::encode(&random[4..]));
    let folder = path.parent().unwrap_or(Path::new("."));
    // Whole or not at all: a reader never meets half a key.
    let draft = folder.join(format!(".{FILE}.{}", hex::encode(&random[..4])));
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let written = options.open(&draft).and_then(|mut file| {
        file.write_all(line.as_bytes())?;
        file.sync_all()
    });
    let linked = written.and_then(|()| match fs::hard_link(&draft, path) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        other => other,
    });
    fs::remove_file(&draft)?;
    linked
}

fn load(path: &Path) -> io::Result<Vec<Key>> {
    let mut text = String::new();
    File::open(path)?.take(16 << 10).read_to_string(&mut text)?;
    // Never what stands in the line: it is a secret.
    let bad = |line: usize| {
        io::Error::other(format!(
            "`{}`, line {line}: write `ID KEY`, the key as 64 hexadecimal digits",
            path.display()
        ))
    };
    let mut keys = Vec::new();
    for (at, line) in text.lines().enumerate() {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let (id, secret) = line.split_once(' ').ok_or_else(|| bad(at + 1))?;
        let mut key = Key { id: id.to_owned(), secret: [0; 32] };
        hex::decode_to_slice(secret.trim(), &mut key.secret).map_err(|_| bad(at + 1))?;
        if keys.len() == MAX_KEYS {
            break;
        }
        keys.push(key);
    }
    if keys.is_empty() {
        return Err(io::Error::other(format!(
            "`{}` holds no key; remove it, and a new one is made",
            path.display()
        )));
    }
    Ok(keys)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(address: &str) -> Canonical {
        let (path, query) = address.split_once('?').expect("a query");
        Canonical::read(path, Some(query)).expect("well formed")
    }

    #[test]
    fn a_key_that_is_replaced_still_verifies_until_it_is_taken_out() {
        let data = tempfile::tempdir().expect("a folder");
        let signed = Keyring::open(data.path()).expect("keys").sign(read("/a?size=1"), None).expect("signed");
        let file = data.path().join(FILE);
        let old = fs::read_to_string(&file).expect("a file");
        let new = format!("# rotated\nnew {}\n", "5a".repeat(32));
        fs::write(&file, format!("{new}{old}")).expect("written");
        let both = Keyring::open(data.path()).expect("keys");
        assert!(both.verify(&read(&signed), 0).is_ok());
        assert!(both.sign(read("/a?size=1"), None).expect("signed").contains("kid=new"));
        fs::write(&file, new).expect("written");
        let failure =
            Keyring::open(data.path()).expect("keys").verify(&read(&signed), 0).expect_err("revoked");
        assert_eq!(failure.kind, Kind::BadSignature);
    }

    #[test]
    #[cfg(unix)]
    fn the_file_is_for_its_owner_only() {
        use std::os::unix::fs::PermissionsExt;
        let data = tempfile::tempdir().expect("a folder");
        Keyring::open(data.path()).expect("keys");
        let mode = fs::metadata(data.path().join(FILE)).expect("a file").permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }

    #[test]
    fn a_damaged_file_is_refused_without_telling_what_it_holds() {
        let data = tempfile::tempdir().expect("a folder");
        fs::write(data.path().join(FILE), "one 5a5a\n").expect("written");
        let error = Keyring::open(data.path()).expect_err("damaged").to_string();
        assert!(error.contains("line 1") && !error.contains("5a5a"), "{error}");
    }

    #[test]
    fn expiry_is_part_of_what_is_signed() {
        let data = tempfile::tempdir().expect("a folder");
        let keys = Keyring::open(data.path()).expect("keys");
        let signed = keys.sign(read("/a?size=1"), Some(100)).expect("signed");
        assert_eq!(keys.verify(&read(&signed), 99).expect("in time"), Some(100));
        assert_eq!(keys.verify(&read(&signed), 100).expect_err("late").kind, Kind::Expired);
        let longer = signed.replace("exp=100", "exp=900");
        assert_eq!(keys.verify(&read(&longer), 99).expect_err("forged").kind, Kind::BadSignature);
    }
}
