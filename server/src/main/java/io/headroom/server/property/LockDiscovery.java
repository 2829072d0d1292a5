package io.headroom.server.property;

import io.headroom.server.lock.Lock;
import io.headroom.server.lock.LockScope;
import io.headroom.server.xml.XmlBytes;
import io.headroom.spi.path.ResourcePath;
import java.io.IOException;
import java.util.List;
import java.util.function.Function;

/** Writes {@code DAV:lockdiscovery} (RFC 4918 §15.8) and its {@code DAV:activelock} elements (§14.1). */
public final class LockDiscovery {
    private static final byte[] NONE = XmlBytes.ascii("<D:lockdiscovery/>");
    private static final byte[] START = XmlBytes.ascii("<D:lockdiscovery>");
    private static final byte[] END = XmlBytes.ascii("</D:lockdiscovery>");
    private static final byte[] EXCLUSIVE = XmlBytes.ascii("<D:exclusive/>");
    private static final byte[] SHARED = XmlBytes.ascii("<D:shared/>");

    private LockDiscovery() {}

    /**
     * @param locks direct and inherited ones
     * @param href how a path looks from outside
     */
    public static void write(List<Lock> locks, Function<ResourcePath, String> href, XmlBytes out) throws IOException {
        if (locks.isEmpty()) {
            out.raw(NONE);
            return;
        }
        out.raw(START);
        for (Lock lock : locks) {
            activeLock(lock, href, out);
        }
        out.raw(END);
    }

    private static void activeLock(Lock lock, Function<ResourcePath, String> href, XmlBytes out) throws IOException {
        out.raw("<D:activelock><D:locktype><D:write/></D:locktype><D:lockscope>");
        out.raw(lock.scope() == LockScope.EXCLUSIVE ? EXCLUSIVE : SHARED);
        out.raw("</D:lockscope><D:depth>")
                .raw(lock.infinite() ? "infinity" : "0")
                .raw("</D:depth>")
                .raw(lock.ownerXml());
        out.raw("<D:timeout>Second-").number(lock.timeout().toSeconds()).raw("</D:timeout>");
        out.raw("<D:locktoken><D:href>").text(lock.token().uri()).raw("</D:href></D:locktoken>");
        out.raw("<D:lockroot><D:href>").text(href.apply(lock.root())).raw("</D:href></D:lockroot>");
        out.raw("</D:activelock>");
    }
}
