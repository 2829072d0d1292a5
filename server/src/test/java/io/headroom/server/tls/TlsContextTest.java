package io.headroom.server.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.headroom.spi.SettingsException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.PKCS8Generator;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8EncryptorBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsContextTest {
    private static final Duration NEVER = Duration.ofDays(1);

    @TempDir
    private Path folder;

    private record Pair(KeyPair keys, X509Certificate certificate) {
        static Pair make(String algorithm, String name) throws Exception {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm, new BouncyCastleProvider());
            if (algorithm.equals("EC")) {
                generator.initialize(new ECGenParameterSpec("secp256r1"));
            }
            KeyPair keys = generator.generateKeyPair();
            X500Principal subject = new X500Principal("CN=" + name);
            Instant now = Instant.now();
            X509Certificate certificate = new JcaX509CertificateConverter()
                    .getCertificate(new JcaX509v3CertificateBuilder(
                                    subject,
                                    BigInteger.valueOf(now.toEpochMilli()),
                                    Date.from(now.minusSeconds(60)),
                                    Date.from(now.plusSeconds(3600)),
                                    subject,
                                    keys.getPublic())
                            .build(new JcaContentSignerBuilder(signatures(algorithm))
                                    .setProvider(new BouncyCastleProvider())
                                    .build(keys.getPrivate())));
            return new Pair(keys, certificate);
        }

        private static String signatures(String algorithm) {
            return switch (algorithm) {
                case "EC" -> "SHA256withECDSA";
                case "RSA" -> "SHA256withRSA";
                default -> algorithm;
            };
        }
    }

    private Path write(String name, Object... objects) throws Exception {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter pem = new JcaPEMWriter(text)) {
            for (Object object : objects) {
                pem.writeObject(object);
            }
        }
        return Files.writeString(folder.resolve(name), text.toString());
    }

    private static X509Certificate used(SslContextFactory.Server factory) throws GeneralSecurityException {
        return (X509Certificate) factory.getKeyStore().getCertificate("headroom");
    }

    private static X509Certificate read(TlsFiles files) throws Exception {
        try (TlsContext context = TlsContext.open(files, NEVER)) {
            context.factory().start();
            try {
                return used(context.factory());
            } finally {
                context.factory().stop();
            }
        }
    }

    @Test
    void pemInEachOfItsForms() throws Exception {
        for (String algorithm : new String[] {"EC", "RSA"}) {
            Pair pair = Pair.make(algorithm, "example.org");
            // As OpenSSL wrote keys for long: BEGIN EC PRIVATE KEY, BEGIN RSA PRIVATE KEY.
            Path certificate = write("certificate.pem", pair.certificate());
            Path old = write("old.pem", pair.keys().getPrivate());
            assertThat(read(new TlsFiles(certificate, Optional.of(old), Optional.empty(), Optional.empty())))
                    .isEqualTo(pair.certificate());
            Path plain = write("plain.pem", new JcaPKCS8Generator(pair.keys().getPrivate(), null).generate());
            assertThat(read(new TlsFiles(certificate, Optional.of(plain), Optional.empty(), Optional.empty())))
                    .isEqualTo(pair.certificate());
            Path both = write("both.pem", pair.certificate(), pair.keys().getPrivate());
            assertThat(read(new TlsFiles(both, Optional.empty(), Optional.empty(), Optional.empty())))
                    .isEqualTo(pair.certificate());
        }
    }

    @Test
    void aKeyWithAPassword() throws Exception {
        Pair pair = Pair.make("EC", "example.org");
        Path certificate = write("certificate.pem", pair.certificate());
        Path key = write(
                "key.pem",
                new JcaPKCS8Generator(
                                pair.keys().getPrivate(),
                                new JceOpenSSLPKCS8EncryptorBuilder(PKCS8Generator.AES_256_CBC)
                                        .setProvider(new BouncyCastleProvider())
                                        .setPassword("secret".toCharArray())
                                        .build())
                        .generate());
        Path right = Files.writeString(folder.resolve("right"), "secret\n");
        Path wrong = Files.writeString(folder.resolve("wrong"), "other\n");
        assertThat(read(new TlsFiles(certificate, Optional.of(key), Optional.of(right), Optional.empty())))
                .isEqualTo(pair.certificate());
        for (Optional<Path> password : List.of(Optional.of(wrong), Optional.<Path>empty())) {
            assertThatThrownBy(() -> read(new TlsFiles(certificate, Optional.of(key), password, Optional.empty())))
                    .isInstanceOf(SettingsException.class)
                    .hasMessageContaining("tls-password-file");
        }
    }

    @Test
    void pkcs12() throws Exception {
        Pair pair = Pair.make("EC", "example.org");
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry(
                "any name", pair.keys().getPrivate(), "secret".toCharArray(), new X509Certificate[] {pair.certificate()
                });
        Path file = folder.resolve("both.p12");
        try (var out = Files.newOutputStream(file)) {
            store.store(out, "secret".toCharArray());
        }
        Path password = Files.writeString(folder.resolve("password"), "secret");
        assertThat(read(new TlsFiles(file, Optional.empty(), Optional.of(password), Optional.empty())))
                .isEqualTo(pair.certificate());
    }

    @Test
    void whatIsMissingIsNamed() throws Exception {
        Pair pair = Pair.make("EC", "example.org");
        Path certificate = write("certificate.pem", pair.certificate());
        Path key = write("key.pem", pair.keys().getPrivate());
        assertThatThrownBy(() -> read(new TlsFiles(certificate, Optional.empty(), Optional.empty(), Optional.empty())))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("no key in " + certificate);
        assertThatThrownBy(() -> read(new TlsFiles(key, Optional.of(key), Optional.empty(), Optional.empty())))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining(key.toString());
        Path missing = folder.resolve("missing.pem");
        assertThatThrownBy(() -> read(new TlsFiles(missing, Optional.empty(), Optional.empty(), Optional.empty())))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining(missing.toString());
    }

    @Test
    void aNewCertificateIsTakenAndABrokenOneIsNot() throws Exception {
        Pair first = Pair.make("EC", "first.example.org");
        Path file = write("both.pem", first.certificate(), first.keys().getPrivate());
        try (TlsContext context = TlsContext.open(
                new TlsFiles(file, Optional.empty(), Optional.empty(), Optional.empty()), Duration.ofMillis(20))) {
            context.factory().start();
            Files.writeString(file, "no certificate");
            Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(10)));
            Pair second = Pair.make("EC", "second.example.org");
            assertThat(used(context.factory())).isEqualTo(first.certificate());
            write("both.pem", second.certificate(), second.keys().getPrivate());
            Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(20)));
            await().untilAsserted(() -> assertThat(used(context.factory())).isEqualTo(second.certificate()));
            context.factory().stop();
        }
    }

    @Test
    void aKeyOfAnotherCertificateIsRefused() throws Exception {
        for (String algorithm : new String[] {"EC", "RSA", "Ed25519"}) {
            Pair pair = Pair.make(algorithm, "example.org");
            Path certificate = write("certificate.pem", pair.certificate());
            Path key = write("key.pem", Pair.make(algorithm, "other").keys().getPrivate());
            assertThatThrownBy(
                            () -> read(new TlsFiles(certificate, Optional.of(key), Optional.empty(), Optional.empty())))
                    .isInstanceOf(SettingsException.class)
                    .hasMessageContaining("not that of the certificate");
        }
    }

    @Test
    void readingAgainTakesNewFilesAtOnceAndBrokenOnesNever() throws Exception {
        Pair first = Pair.make("EC", "first.example.org");
        Path file = write("both.pem", first.certificate(), first.keys().getPrivate());
        try (TlsContext context =
                TlsContext.open(new TlsFiles(file, Optional.empty(), Optional.empty(), Optional.empty()), NEVER)) {
            context.factory().start();
            Files.writeString(file, "no certificate");
            assertThatThrownBy(context::readAgain)
                    .isInstanceOf(SettingsException.class)
                    .hasMessageContaining(file.toString());
            assertThat(used(context.factory())).isEqualTo(first.certificate());
            Pair second = Pair.make("RSA", "second.example.org");
            write("both.pem", second.certificate(), second.keys().getPrivate());
            context.readAgain();
            assertThat(used(context.factory())).isEqualTo(second.certificate());
            context.factory().stop();
        }
    }
}
