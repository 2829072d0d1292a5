package io.headroom.server.directory;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import javax.naming.CommunicationException;
import javax.naming.Context;
import javax.naming.NamingEnumeration;
import javax.naming.NamingException;
import javax.naming.PartialResultException;
import javax.naming.directory.SearchControls;
import javax.naming.directory.SearchResult;
import javax.naming.ldap.Control;
import javax.naming.ldap.InitialLdapContext;
import javax.naming.ldap.LdapContext;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.StartTlsRequest;
import javax.naming.ldap.StartTlsResponse;
import javax.net.SocketFactory;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/** A connection to one server of a directory, bound as somebody. For one thread; closed by whoever opened it. */
final class DirectoryConnection implements AutoCloseable {
    private final LdapContext context;
    private final int patienceMillis;
    private final boolean mustChangePassword;

    private DirectoryConnection(LdapContext context, int patienceMillis, boolean mustChangePassword) {
        this.context = context;
        this.patienceMillis = patienceMillis;
        this.mustChangePassword = mustChangePassword;
    }

    /**
     * Connects and binds.
     *
     * @param tls for ldaps:// and StartTLS
     * @param name empty to bind as nobody; else the password must not be empty, as that would be nobody, too (RFC 4513 §5.1.2)
     * @throws javax.naming.AuthenticationException when the password is wrong
     * @throws NamingException when the directory does not answer, or refuses for another reason
     */
    static DirectoryConnection open(
            DirectorySettings settings, URI url, SSLSocketFactory tls, String name, String password)
            throws NamingException {
        if (name.isEmpty() != password.isEmpty()) {
            throw new IllegalArgumentException("a name without a password binds as nobody");
        }
        boolean secured = url.getScheme().equals("ldaps");
        DirectorySockets sockets =
                new DirectorySockets(secured ? tls : SocketFactory.getDefault(), settings.patience());
        int patienceMillis = Math.toIntExact(settings.patience().toMillis());
        boolean bindsLater = settings.startTls();
        Map<String, String> environment = environment(url, patienceMillis);
        if (!bindsLater) {
            environment.putAll(credentials(name, password));
        }
        // With a question there would be a bind before StartTLS.
        Control[] questions = bindsLater ? null : PasswordPolicy.question();
        LdapContext context = sockets.during(() -> context(environment, questions));
        try {
            if (bindsLater) {
                secure(context, tls);
                bind(context, name, password);
            }
            return new DirectoryConnection(
                    context, patienceMillis, PasswordPolicy.asksForChange(context.getResponseControls()));
        } catch (NamingException | RuntimeException e) {
            context.close();
            throw e;
        }
    }

    // JNDI asks for a Hashtable.
    @SuppressWarnings("JdkObsolete")
    private static LdapContext context(Map<String, String> environment, Control @Nullable [] questions)
            throws NamingException {
        return new InitialLdapContext(new Hashtable<>(environment), questions);
    }

    private static Map<String, String> environment(URI url, int patienceMillis) {
        Map<String, String> environment = new HashMap<>();
        environment.put(Context.INITIAL_CONTEXT_FACTORY, "com.sun.jndi.ldap.LdapCtxFactory");
        environment.put(Context.PROVIDER_URL, url.toString());
        environment.put("java.naming.ldap.version", "3");
        environment.put("java.naming.ldap.factory.socket", DirectorySockets.class.getName());
        environment.put("com.sun.jndi.ldap.connect.timeout", Integer.toString(patienceMillis));
        environment.put("com.sun.jndi.ldap.read.timeout", Integer.toString(patienceMillis));
        // A referral could name any server, which would be sent the password.
        environment.put(Context.REFERRAL, "ignore");
        environment.put("java.naming.ldap.derefAliases", "never");
        environment.put(Context.SECURITY_AUTHENTICATION, "none");
        return environment;
    }

    private static Map<String, String> credentials(String name, String password) {
        return name.isEmpty()
                ? Map.of()
                : Map.of(
                        Context.SECURITY_AUTHENTICATION,
                        "simple",
                        Context.SECURITY_PRINCIPAL,
                        name,
                        Context.SECURITY_CREDENTIALS,
                        password);
    }

    /** StartTLS (RFC 4511 §4.14); the certificate must be the server's. */
    private static void secure(LdapContext context, SSLSocketFactory tls) throws NamingException {
        try {
            StartTlsResponse response = (StartTlsResponse) context.extendedOperation(new StartTlsRequest());
            response.negotiate(tls);
        } catch (IOException | NamingException e) {
            // Of a kind of its own: it must not look like an answer to the bind.
            CommunicationException failure = new CommunicationException("StartTLS failed");
            failure.setRootCause(e);
            throw failure;
        }
    }

    private static void bind(LdapContext context, String name, String password) throws NamingException {
        if (name.isEmpty()) {
            return;
        }
        for (Map.Entry<String, String> each : credentials(name, password).entrySet()) {
            context.addToEnvironment(each.getKey(), each.getValue());
        }
        context.reconnect(PasswordPolicy.question());
    }

    /** Whether the directory lets whoever is bound do nothing but change the password. */
    boolean mustChangePassword() {
        return mustChangePassword;
    }

    /** The entry itself, when it is there and matches. */
    List<DirectoryEntry> read(LdapName dn, String filter, String... attributes) throws NamingException {
        return search(dn, filter, SearchControls.OBJECT_SCOPE, 1, attributes);
    }

    /** @param most how many are wanted; 0 for all */
    List<DirectoryEntry> search(LdapName base, String filter, int most, String... attributes) throws NamingException {
        return search(base, filter, SearchControls.SUBTREE_SCOPE, most, attributes);
    }

    // Nothing is made of what comes back but texts: objects are not asked for.
    @SuppressWarnings("BanJNDI")
    private List<DirectoryEntry> search(LdapName base, String filter, int scope, int most, String... attributes)
            throws NamingException {
        SearchControls controls = new SearchControls(scope, most, patienceMillis, attributes, false, false);
        NamingEnumeration<SearchResult> results = context.search(base, filter, controls);
        try {
            List<DirectoryEntry> entries = new ArrayList<>();
            while ((most == 0 || entries.size() < most) && hasMore(results)) {
                entries.add(DirectoryEntry.of(results.next()));
            }
            return entries;
        } finally {
            results.close();
        }
    }

    /** Active Directory ends a search of a whole domain with references to other servers, which are not followed. */
    private static boolean hasMore(NamingEnumeration<SearchResult> results) throws NamingException {
        try {
            return results.hasMore();
        } catch (PartialResultException e) {
            return false;
        }
    }

    @Override
    public void close() throws NamingException {
        context.close();
    }
}
