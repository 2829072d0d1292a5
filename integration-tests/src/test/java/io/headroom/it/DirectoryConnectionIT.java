package io.headroom.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.headroom.server.app.Setting;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** To whom passwords are sent: to the directory that was named, secured as it was said, and to nobody else. */
@Timeout(60)
final class DirectoryConnectionIT extends DirectoryLogins {
    @Test
    void connectionsAreSecuredAndTheServerIsTheRightOne() throws Exception {
        TestCertificate certificate = TestCertificate.of("localhost");
        Path trusted = certificate.write(folder.resolve("ca.pem"));
        Path other = TestCertificate.of("localhost").write(folder.resolve("other.pem"));
        TestDirectory directory = closing(TestDirectory.start(certificate));
        directory.person("alice");
        TestServer secured = server(directory.tlsUrl(), Setting.LDAP_USER_DN, PATTERN, Setting.LDAP_CA_FILE, trusted);
        assertThat(login(secured, "alice", "alice")).isEqualTo(207);
        assertThat(login(secured, "alice", "bob")).isEqualTo(401);
        TestServer startTls = binding(directory, Setting.LDAP_START_TLS, "true", Setting.LDAP_CA_FILE, trusted);
        assertThat(login(startTls, "alice", "alice")).isEqualTo(207);
        assertThat(login(startTls, "alice", "bob")).isEqualTo(401);
        int binds = directory.binds().size();
        for (Object[] wrong : new Object[][] {
            {directory.tlsUrl(), "false", other},
            {directory.tlsUrl().replace("localhost", "127.0.0.1"), "false", trusted},
            {directory.url(), "true", other},
            {directory.url().replace("localhost", "127.0.0.1"), "true", trusted}
        }) {
            TestServer server = server(
                    wrong[0].toString(),
                    Setting.LDAP_USER_DN,
                    PATTERN,
                    Setting.LDAP_START_TLS,
                    wrong[1],
                    Setting.LDAP_CA_FILE,
                    wrong[2]);
            assertThat(login(server, "alice", "alice"))
                    .as(List.of(wrong).toString())
                    .isEqualTo(503);
        }
        assertThat(directory.binds()).as("no password was sent").hasSize(binds);
        await().untilAsserted(() -> assertThat(directory.connections()).isZero());
    }

    @Test
    void withoutStartTlsNoPasswordIsSentWhereItIsAskedFor() throws Exception {
        TestDirectory directory = directory();
        TestServer server = binding(directory, Setting.LDAP_START_TLS, "true");
        assertThat(login(server, "alice", "alice")).isEqualTo(503);
        assertThat(directory.binds()).isEmpty();
    }

    /** Another server might be anybody's, and would be sent the password. */
    @Test
    void referralsAreNotFollowed() throws Exception {
        TestDirectory other = directory();
        other.person("mallory");
        TestDirectory directory = directory();
        directory.add(
                "dn: ou=branch," + TestDirectory.PEOPLE,
                "objectClass: referral",
                "ou: branch",
                "ref: " + other.url() + "/" + TestDirectory.PEOPLE + "??sub");
        directory.add(
                "dn: uid=mallory," + TestDirectory.PEOPLE,
                "objectClass: referral",
                "uid: mallory",
                "ref: " + other.url() + "/uid=mallory," + TestDirectory.PEOPLE);
        assertThat(login(searching(directory), "mallory", "mallory")).isEqualTo(401);
        assertThat(login(binding(directory), "mallory", "mallory")).isEqualTo(401);
        assertThat(login(searching(directory), "alice", "alice")).isEqualTo(207);
        assertThat(other.binds()).isEmpty();
    }
}
