package io.headroom.it;

import com.unboundid.ldap.listener.InMemoryDirectoryServer;
import com.unboundid.ldap.listener.InMemoryDirectoryServerConfig;
import com.unboundid.ldap.listener.InMemoryListenerConfig;
import com.unboundid.ldap.listener.interceptor.InMemoryInterceptedSimpleBindRequest;
import com.unboundid.ldap.listener.interceptor.InMemoryInterceptedSimpleBindResult;
import com.unboundid.ldap.listener.interceptor.InMemoryOperationInterceptor;
import com.unboundid.ldap.sdk.BindResult;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import com.unboundid.ldap.sdk.OperationType;
import com.unboundid.ldap.sdk.RDN;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SimpleBindRequest;
import com.unboundid.ldif.LDIFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ServerSocketFactory;
import javax.net.ssl.SSLContext;

/**
 * A directory of its own on free ports of this machine: UnboundID's server, with LDAP, LDAPS and StartTLS. Notes who bound, and can take
 * other names than distinguished ones, as Active Directory does. Closed by its test.
 */
final class TestDirectory implements AutoCloseable {
    static final String PEOPLE = "ou=people,dc=example,dc=org";
    static final String GROUPS = "ou=groups,dc=example,dc=org";
    static final String SERVICE = "cn=headroom,dc=example,dc=org";
    static final String SERVICE_PASSWORD = "service";

    private final InMemoryDirectoryServer server;
    private final List<String> binds = new CopyOnWriteArrayList<>();
    private final Map<String, String> otherNames = new ConcurrentHashMap<>();
    private final List<Socket> connections = new CopyOnWriteArrayList<>();
    private final Set<String> disabled = ConcurrentHashMap.newKeySet();

    private TestDirectory(TestCertificate certificate, boolean startTls) throws LDAPException {
        InetAddress here = InetAddress.getLoopbackAddress();
        SSLContext tls = certificate.context();
        InMemoryDirectoryServerConfig config = new InMemoryDirectoryServerConfig("dc=example,dc=org");
        // memberOf and sAMAccountName are in no standard.
        config.setSchema(null);
        config.setAuthenticationRequiredOperationTypes(OperationType.SEARCH);
        config.setListenerConfigs(
                new InMemoryListenerConfig(
                        "plain", here, 0, new Accepting(), null, startTls ? tls.getSocketFactory() : null),
                InMemoryListenerConfig.createLDAPSConfig(
                        "tls", here, 0, tls.getServerSocketFactory(), tls.getSocketFactory()));
        config.addInMemoryOperationInterceptor(new Binds());
        server = new InMemoryDirectoryServer(config);
        add("dn: dc=example,dc=org", "objectClass: domain", "dc: example");
        add("dn: " + PEOPLE, "objectClass: organizationalUnit", "ou: people");
        add("dn: " + GROUPS, "objectClass: organizationalUnit", "ou: groups");
        add("dn: " + SERVICE, "objectClass: person", "cn: headroom", "userPassword: " + SERVICE_PASSWORD);
        server.startListening();
    }

    /** With a certificate for "localhost". */
    static TestDirectory start() throws LDAPException {
        return new TestDirectory(TestCertificate.of("localhost"), false);
    }

    static TestDirectory start(TestCertificate certificate) throws LDAPException {
        return new TestDirectory(certificate, true);
    }

    /** Sees each bind before the server does. */
    private final class Binds extends InMemoryOperationInterceptor {
        @Override
        public void processSimpleBindRequest(InMemoryInterceptedSimpleBindRequest request) throws LDAPException {
            String name = request.getRequest().getBindDN();
            binds.add(name);
            if (otherNames.containsKey(name)) {
                request.setRequest(new SimpleBindRequest(
                        otherNames.get(name), request.getRequest().getPassword().getValue()));
            }
        }

        @Override
        public void processSimpleBindResult(InMemoryInterceptedSimpleBindResult result) {
            if (result.getResult().getResultCode().equals(ResultCode.SUCCESS)
                    && disabled.contains(result.getRequest().getBindDN())) {
                result.setResult(new BindResult(
                        -1,
                        ResultCode.INVALID_CREDENTIALS,
                        "80090308: LdapErr: DSID-0C09042A, comment: AcceptSecurityContext error, data 533, v3839",
                        null,
                        null,
                        null));
            }
        }
    }

    /** Remembers each connection without TLS, or with StartTLS. */
    private final class Accepting extends ServerSocketFactory {
        @Override
        public ServerSocket createServerSocket(int port) throws IOException {
            return createServerSocket(port, 0, null);
        }

        @Override
        public ServerSocket createServerSocket(int port, int backlog) throws IOException {
            return createServerSocket(port, backlog, null);
        }

        @Override
        public ServerSocket createServerSocket(int port, int backlog, InetAddress address) throws IOException {
            return new ServerSocket(port, backlog, address) {
                @Override
                public Socket accept() throws IOException {
                    Socket socket = super.accept();
                    connections.add(socket);
                    return socket;
                }
            };
        }
    }

    void add(String... ldif) throws LDAPException {
        try {
            server.add(ldif);
        } catch (LDIFException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** A person whose password is the name. */
    String person(String uid, String... attributes) throws LDAPException {
        String dn = new RDN("uid", uid) + "," + PEOPLE;
        String[] ldif = new String[attributes.length + 4];
        ldif[0] = "dn: " + dn;
        ldif[1] = "objectClass: person";
        ldif[2] = "uid: " + uid;
        ldif[3] = "userPassword: " + uid;
        System.arraycopy(attributes, 0, ldif, 4, attributes.length);
        add(ldif);
        return dn;
    }

    void set(String dn, String attribute, String... values) throws LDAPException {
        server.modify(dn, new Modification(ModificationType.REPLACE, attribute, values));
    }

    /** Another name that can be bound with. */
    void call(String dn, String otherName) {
        otherNames.put(otherName, dn);
    }

    /** As Active Directory answers for an account that is switched off. */
    void disable(String dn) {
        disabled.add(dn);
    }

    /** Whom anybody tried to bind as, in order. */
    List<String> binds() {
        return binds;
    }

    int port() {
        return server.getListenPort("plain");
    }

    String url() {
        return "ldap://localhost:" + port();
    }

    String tlsUrl() {
        return "ldaps://localhost:" + server.getListenPort("tls");
    }

    /** How many connections are open that did not begin with TLS; one that is being closed may still count. */
    long connections() {
        return connections.stream().filter(socket -> !socket.isClosed()).count();
    }

    void stop() {
        server.shutDown(true);
    }

    @Override
    public void close() {
        stop();
    }
}
