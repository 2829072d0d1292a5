package io.headroom.it;

import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import com.unboundid.ldif.LDIFException;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * OpenLDAP's own server on free ports of this machine, with LDAP, LDAPS and StartTLS, its overlay for memberOf, and its policy of
 * passwords. Closed by its test.
 */
final class OpenLdap implements AutoCloseable {
    static final String PEOPLE = "ou=people,dc=example,dc=org";
    static final String GROUPS = "ou=groups,dc=example,dc=org";
    static final String SERVICE = "cn=headroom,dc=example,dc=org";
    static final String SERVICE_PASSWORD = "service";

    private static final String ADMINISTRATOR = "cn=admin,dc=example,dc=org";
    private static final String POLICY = "cn=policy,dc=example,dc=org";

    private final Path folder;
    private final int port;
    private final int tlsPort;
    private Process process;

    private OpenLdap(Path folder, int port, int tlsPort, Process process) {
        this.folder = folder;
        this.port = port;
        this.tlsPort = tlsPort;
        this.process = process;
    }

    /** @param folder for all that it keeps */
    static OpenLdap start(Path folder, TestCertificate certificate) throws Exception {
        Path database = Files.createDirectory(folder.resolve("database"));
        Files.writeString(folder.resolve("slapd.conf"), """
                include /etc/ldap/schema/core.schema
                include /etc/ldap/schema/cosine.schema
                include /etc/ldap/schema/inetorgperson.schema
                modulepath /usr/lib/ldap
                moduleload back_mdb
                moduleload memberof
                moduleload ppolicy
                TLSCertificateFile %1$s
                TLSCertificateKeyFile %2$s
                database mdb
                suffix dc=example,dc=org
                rootdn %3$s
                rootpw admin
                directory %4$s
                overlay memberof
                overlay ppolicy
                ppolicy_default %5$s
                access to attrs=userPassword by anonymous auth by * none
                access to * by users read by * none
                """.formatted(
                        certificate.write(folder.resolve("certificate.pem")),
                        certificate.writeKey(folder.resolve("key.pem")),
                        ADMINISTRATOR,
                        database,
                        POLICY));
        int port = freePort();
        int tlsPort = freePort();
        OpenLdap directory = new OpenLdap(folder, port, tlsPort, run(folder, port, tlsPort));
        try {
            directory.add("dn: dc=example,dc=org", "objectClass: dcObject", "objectClass: organization", "o: x");
            directory.add("dn: " + PEOPLE, "objectClass: organizationalUnit");
            directory.add("dn: " + GROUPS, "objectClass: organizationalUnit");
            directory.add(
                    "dn: " + POLICY,
                    "objectClass: organizationalRole",
                    "objectClass: pwdPolicy",
                    "pwdAttribute: userPassword",
                    "pwdLockout: TRUE",
                    "pwdMustChange: TRUE");
            directory.add(
                    "dn: " + SERVICE,
                    "objectClass: organizationalRole",
                    "objectClass: simpleSecurityObject",
                    "userPassword: " + SERVICE_PASSWORD);
            return directory;
        } catch (Exception | Error e) {
            directory.close();
            throw e;
        }
    }

    private static Process run(Path folder, int port, int tlsPort) throws Exception {
        Path output = folder.resolve("slapd.out");
        Process process = new ProcessBuilder(
                        "slapd",
                        "-d",
                        "none",
                        "-f",
                        folder.resolve("slapd.conf").toString(),
                        "-h",
                        "ldap://127.0.0.1:" + port + " ldaps://127.0.0.1:" + tlsPort)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        for (int i = 0; i < 400; i++) {
            try (LDAPConnection connection = new LDAPConnection("127.0.0.1", port)) {
                if (connection.isConnected()) {
                    return process;
                }
            } catch (LDAPException e) {
                // Not yet.
                if (process.waitFor(50, TimeUnit.MILLISECONDS)) {
                    break;
                }
            }
        }
        process.destroyForcibly().waitFor();
        throw new AssertionError("slapd did not start: " + last(Files.readAllLines(output)));
    }

    private static List<String> last(List<String> lines) {
        return lines.subList(Math.max(0, lines.size() - 10), lines.size());
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private LDAPConnection administrator() throws LDAPException {
        return new LDAPConnection("127.0.0.1", port, ADMINISTRATOR, "admin");
    }

    void add(String... ldif) throws LDAPException, LDIFException {
        try (LDAPConnection connection = administrator()) {
            connection.add(ldif);
        }
    }

    /** @param uid also the password */
    String person(String dn, String uid) throws LDAPException, LDIFException {
        add("dn: " + dn, "objectClass: inetOrgPerson", "cn: " + uid, "sn: x", "uid: " + uid, "userPassword: " + uid);
        return dn;
    }

    void set(String dn, String attribute, String value) throws LDAPException {
        try (LDAPConnection connection = administrator()) {
            connection.modify(dn, new Modification(ModificationType.REPLACE, attribute, value));
        }
    }

    String url() {
        return "ldap://localhost:" + port;
    }

    String tlsUrl() {
        return "ldaps://localhost:" + tlsPort;
    }

    void startAgain() throws Exception {
        process = run(folder, port, tlsPort);
    }

    void stop() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(20, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
    }

    @Override
    public void close() throws InterruptedException {
        stop();
    }
}
