package io.headroom.server.property;

import io.headroom.server.access.AccessRule;
import io.headroom.server.access.Right;
import io.headroom.server.access.Subject;
import io.headroom.server.xml.PropertyName;
import io.headroom.server.xml.XmlBytes;
import io.headroom.spi.Resource;
import io.headroom.spi.path.ResourcePath;
import java.io.IOException;
import java.util.Optional;

/**
 * Who may do what at a resource, as a list to look at (RFC 3744 §5.5): those read it who may write there. Rules stand in the settings, so each
 * entry is protected. They are in the order in which they decide: for whoever one matches, later ones say nothing new.
 */
final class AccessList implements LiveProperty {
    static final PropertyName NAME = PropertyName.dav("acl");

    private static final byte[] START = XmlBytes.ascii("<D:acl>");
    private static final byte[] END = XmlBytes.ascii("</D:acl>");
    private static final byte[] ENTRY = XmlBytes.ascii("<D:ace><D:principal>");
    private static final byte[] ENTRY_END = XmlBytes.ascii("</D:ace>");
    private static final byte[] PRINCIPAL_END = XmlBytes.ascii("</D:principal>");
    private static final byte[] HREF = XmlBytes.ascii("<D:href>");
    private static final byte[] HREF_END = XmlBytes.ascii("</D:href>");
    private static final byte[] AUTHENTICATED = XmlBytes.ascii("<D:authenticated/>");
    private static final byte[] ALL = XmlBytes.ascii("<D:all/>");
    private static final byte[] GRANT_ALL = privileges("grant", "all");
    private static final byte[] GRANT_READ = privileges("grant", "read");
    private static final byte[] DENY_WRITE = privileges("deny", "write", "unlock", "read-acl");
    private static final byte[] DENY_ALL = privileges("deny", "all");
    private static final byte[] PROTECTED = XmlBytes.ascii("<D:protected/>");
    private static final byte[] INHERITED = XmlBytes.ascii("<D:inherited>");
    private static final byte[] INHERITED_END = XmlBytes.ascii("</D:inherited>");

    private static byte[] privileges(String verb, String... names) {
        StringBuilder xml = new StringBuilder("<D:" + verb + ">");
        for (String name : names) {
            xml.append("<D:privilege><D:").append(name).append("/></D:privilege>");
        }
        return XmlBytes.ascii(xml.append("</D:" + verb + ">").toString());
    }

    @Override
    public PropertyName name() {
        return NAME;
    }

    /** RFC 3744 §5. */
    @Override
    public boolean inAllprop() {
        return false;
    }

    @Override
    public boolean appliesTo(Resource resource, PropertyScope scope) {
        return true;
    }

    @Override
    public boolean isHidden(Resource resource, PropertyScope scope) {
        return scope.right(resource.path()) != Right.WRITE;
    }

    @Override
    public void write(Resource resource, PropertyScope scope, XmlBytes out) throws IOException {
        out.raw(START);
        for (AccessRule rule : scope.rules(resource.path())) {
            switch (rule.right()) {
                case WRITE -> entry(rule, GRANT_ALL, resource.path(), scope, out);
                case READ -> {
                    entry(rule, GRANT_READ, resource.path(), scope, out);
                    entry(rule, DENY_WRITE, resource.path(), scope, out);
                }
                case NONE -> entry(rule, DENY_ALL, resource.path(), scope, out);
            }
        }
        out.raw(END);
    }

    private static void entry(AccessRule rule, byte[] privileges, ResourcePath path, PropertyScope scope, XmlBytes out)
            throws IOException {
        out.raw(ENTRY);
        Optional<String> principal = scope.href(rule.subject());
        if (principal.isPresent()) {
            out.raw(HREF).text(principal.get()).raw(HREF_END);
        } else {
            out.raw(rule.subject() instanceof Subject.Users ? AUTHENTICATED : ALL);
        }
        out.raw(PRINCIPAL_END).raw(privileges).raw(PROTECTED);
        if (!rule.prefix().equals(path)) {
            out.raw(INHERITED)
                    .raw(HREF)
                    .text(scope.href(rule.prefix()))
                    .raw(HREF_END)
                    .raw(INHERITED_END);
        }
        out.raw(ENTRY_END);
    }
}
