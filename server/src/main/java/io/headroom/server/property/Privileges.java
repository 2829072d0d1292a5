package io.headroom.server.property;

import io.headroom.server.access.Right;
import io.headroom.server.xml.XmlBytes;
import io.headroom.spi.Resource;
import java.io.IOException;

/**
 * The privileges of RFC 3744 as far as clients ask for them: macOS and sync clients grey out what somebody may not do. They tell of
 * rights, never of room: a full disk takes none away.
 */
final class Privileges {
    private static final byte[] PRINCIPAL = XmlBytes.ascii("<D:current-user-principal><D:href>");
    private static final byte[] PRINCIPAL_END = XmlBytes.ascii("</D:href></D:current-user-principal>");
    private static final byte[] UNAUTHENTICATED =
            XmlBytes.ascii("<D:current-user-principal><D:unauthenticated/></D:current-user-principal>");
    private static final byte[] OWNER = XmlBytes.ascii("<D:owner/>");
    private static final byte[] MAY_NOTHING = XmlBytes.ascii("<D:current-user-privilege-set/>");
    private static final byte[] MAY_READ = granted("read", "read-current-user-privilege-set");
    private static final byte[] MAY_WRITE = granted(
            "read",
            "read-current-user-privilege-set",
            "write",
            "write-content",
            "write-properties",
            "bind",
            "unbind",
            "unlock",
            "read-acl");
    private static final byte[] SUPPORTED = XmlBytes.ascii("<D:supported-privilege-set>"
            + supported(
                    "all",
                    "Everything",
                    supported(
                                    "read",
                                    "Read",
                                    supported("read-current-user-privilege-set", "Read one's own privileges", ""))
                            + supported(
                                    "write",
                                    "Write",
                                    supported("write-content", "Change what is in a file", "")
                                            + supported("write-properties", "Change properties", "")
                                            + supported("bind", "Add members to a collection", "")
                                            + supported("unbind", "Remove members from a collection", ""))
                            + supported("unlock", "Remove a lock", "")
                            + supported("read-acl", "Read who may do what", ""))
            + "</D:supported-privilege-set>");

    private Privileges() {}

    private static byte[] granted(String... names) {
        StringBuilder xml = new StringBuilder("<D:current-user-privilege-set>");
        for (String name : names) {
            xml.append("<D:privilege><D:").append(name).append("/></D:privilege>");
        }
        return XmlBytes.ascii(xml.append("</D:current-user-privilege-set>").toString());
    }

    private static String supported(String name, String description, String contained) {
        return "<D:supported-privilege><D:privilege><D:" + name + "/></D:privilege><D:description xml:lang=\"en\">"
                + description + "</D:description>" + contained + "</D:supported-privilege>";
    }

    /** RFC 5397 §3. */
    static void writePrincipal(Resource resource, PropertyScope scope, XmlBytes out) throws IOException {
        if (scope.principalHref().isPresent()) {
            out.raw(PRINCIPAL).text(scope.principalHref().get()).raw(PRINCIPAL_END);
        } else {
            out.raw(UNAUTHENTICATED);
        }
    }

    /** RFC 3744 §5.4. */
    static void writeGranted(Resource resource, PropertyScope scope, XmlBytes out) throws IOException {
        Right right = scope.right(resource.path());
        if (right == Right.NONE) {
            out.raw(MAY_NOTHING);
        } else {
            out.raw(right == Right.WRITE ? MAY_WRITE : MAY_READ);
        }
    }

    /** RFC 3744 §5.3. */
    static void writeSupported(Resource resource, PropertyScope scope, XmlBytes out) throws IOException {
        out.raw(SUPPORTED);
    }

    /** RFC 3744 §5.1: known to nobody here. */
    static void writeOwner(Resource resource, PropertyScope scope, XmlBytes out) throws IOException {
        out.raw(OWNER);
    }
}
