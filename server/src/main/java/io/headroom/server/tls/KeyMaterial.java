package io.headroom.server.tls;

import io.headroom.spi.SettingsException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.PEMEncryptedKeyPair;
import org.bouncycastle.openssl.PEMException;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8DecryptorProviderBuilder;
import org.bouncycastle.openssl.jcajce.JcePEMDecryptorProviderBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;
import org.bouncycastle.pkcs.PKCSException;

/** Reads certificate and key into a key store, from the forms in which authorities and tools give them. */
final class KeyMaterial {
    private static final String ALIAS = "headroom";
    private static final byte[] SIGNED = {1, 2, 3};
    private static final String PEM_BEGIN = "-----BEGIN ";

    private KeyMaterial() {}

    /**
     * A key store with one entry, which needs the password {@link #storePassword}.
     *
     * @throws SettingsException with a sentence that names the file
     */
    static KeyStore read(TlsFiles files) {
        char[] password =
                files.password().map(KeyMaterial::text).orElse("").strip().toCharArray();
        byte[] content = bytes(files.certificate());
        try {
            return new String(content, StandardCharsets.ISO_8859_1).contains(PEM_BEGIN)
                    ? pem(files, content, password)
                    : pkcs12(files.certificate(), content, password);
        } catch (GeneralSecurityException | IOException e) {
            throw new SettingsException(
                    "The certificate in " + files.certificate() + " can't be used: " + e.getMessage(), e);
        }
    }

    /**
     * A key store with the certificates of a PEM file, and no key.
     *
     * @throws SettingsException with a sentence that names the file
     */
    static KeyStore authorities(Path file) {
        try {
            Certificate[] all = certificates(text(file));
            if (all.length == 0) {
                throw new SettingsException("There is no certificate in " + file + ".");
            }
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            for (int i = 0; i < all.length; i++) {
                store.setCertificateEntry(ALIAS + i, all[i]);
            }
            return store;
        } catch (GeneralSecurityException | IOException e) {
            throw new SettingsException("The certificates in " + file + " can't be used: " + e.getMessage(), e);
        }
    }

    /** The store lives in memory only: what guards it guards nothing. */
    static String storePassword() {
        return ALIAS;
    }

    private static KeyStore pem(TlsFiles files, byte[] content, char[] password)
            throws GeneralSecurityException, IOException {
        Certificate[] chain = certificates(new String(content, StandardCharsets.UTF_8));
        if (chain.length == 0) {
            throw new SettingsException("There is no certificate in " + files.certificate() + ".");
        }
        PrivateKey key = pemKey(files.keyFile(), password);
        if (!belong(key, chain[0])) {
            // Also seen while somebody puts new files in place, one after the other.
            throw new SettingsException("The key in " + files.keyFile() + " is not that of the certificate in "
                    + files.certificate() + ".");
        }
        return store(key, chain);
    }

    /** What one signs the other must know as signed. */
    private static boolean belong(PrivateKey key, Certificate certificate) throws GeneralSecurityException {
        if (!key.getAlgorithm().equals(certificate.getPublicKey().getAlgorithm())) {
            return false;
        }
        Signature signature = Signature.getInstance(
                switch (key.getAlgorithm()) {
                    case "RSA" -> "SHA256withRSA";
                    case "EC" -> "SHA256withECDSA";
                    default -> key.getAlgorithm();
                });
        signature.initSign(key);
        signature.update(SIGNED);
        byte[] signed = signature.sign();
        signature.initVerify(certificate.getPublicKey());
        signature.update(SIGNED);
        return signature.verify(signed);
    }

    private static Certificate[] certificates(String text) throws GeneralSecurityException, IOException {
        List<Certificate> chain = new ArrayList<>();
        JcaX509CertificateConverter converter = new JcaX509CertificateConverter();
        try (PEMParser parser = new PEMParser(new StringReader(text))) {
            for (Object found = parser.readObject(); found != null; found = parser.readObject()) {
                if (found instanceof X509CertificateHolder holder) {
                    chain.add(converter.getCertificate(holder));
                }
            }
        }
        return chain.toArray(Certificate[]::new);
    }

    private static KeyStore store(PrivateKey key, Certificate[] chain) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry(ALIAS, key, storePassword().toCharArray(), chain);
        return store;
    }

    private static PrivateKey pemKey(Path file, char[] password) throws IOException {
        try (PEMParser parser = new PEMParser(new StringReader(text(file)))) {
            for (Object found = parser.readObject(); found != null; found = parser.readObject()) {
                if (found instanceof PEMKeyPair pair) {
                    return key(pair.getPrivateKeyInfo());
                }
                if (found instanceof PrivateKeyInfo info) {
                    return key(info);
                }
                if (found instanceof PEMEncryptedKeyPair pair) {
                    return key(pair.decryptKeyPair(new JcePEMDecryptorProviderBuilder()
                                    .setProvider(new BouncyCastleProvider())
                                    .build(password))
                            .getPrivateKeyInfo());
                }
                if (found instanceof PKCS8EncryptedPrivateKeyInfo encrypted) {
                    return key(encrypted.decryptPrivateKeyInfo(new JceOpenSSLPKCS8DecryptorProviderBuilder()
                            .setProvider(new BouncyCastleProvider())
                            .build(password)));
                }
            }
        } catch (PEMException | PKCSException | OperatorCreationException e) {
            throw new SettingsException(
                    "The key in " + file + " can't be read: " + e.getMessage()
                            + ". If it has a password, name its file as 'tls-password-file'.",
                    e);
        }
        throw new SettingsException("There is no key in " + file + ". Name its file as 'tls-key'.");
    }

    private static PrivateKey key(PrivateKeyInfo info) throws PEMException {
        return new JcaPEMKeyConverter().getPrivateKey(info);
    }

    private static KeyStore pkcs12(Path file, byte[] content, char[] password)
            throws GeneralSecurityException, IOException {
        KeyStore read = KeyStore.getInstance("PKCS12");
        read.load(new ByteArrayInputStream(content), password);
        for (String alias : Collections.list(read.aliases())) {
            if (read.getKey(alias, password) instanceof PrivateKey key) {
                return store(key, read.getCertificateChain(alias));
            }
        }
        throw new SettingsException("There is no key in " + file + ".");
    }

    private static String text(Path file) {
        return new String(bytes(file), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new SettingsException("The file " + file + " can't be read.", e);
        }
    }
}
