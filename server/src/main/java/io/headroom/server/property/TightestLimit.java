package io.headroom.server.property;

import io.headroom.server.capacity.Room;
import io.headroom.server.xml.DavNames;
import io.headroom.server.xml.PropertyName;
import io.headroom.server.xml.XmlBytes;
import io.headroom.spi.Resource;
import java.io.IOException;
import java.util.OptionalLong;

/**
 * Our own live property beside those of RFC 4331: which limit is behind the available bytes, and where it stands. So a person who
 * sees too small a number learns whose it is.
 */
final class TightestLimit {
    static final PropertyName NAME = new PropertyName(DavNames.HEADROOM_NAMESPACE, "tightest-limit");

    private TightestLimit() {}

    static void write(Resource resource, PropertyScope scope, XmlBytes out) throws IOException {
        Room room = scope.tightest(resource.path());
        out.raw("<h:tightest-limit xmlns:h=\"" + DavNames.HEADROOM_NAMESPACE + "\"><h:limit-kind>");
        out.raw(
                switch (room.kind()) {
                    case VOLUME -> "volume";
                    case UNLIMITED -> "unlimited";
                    case UNKNOWN -> "unknown";
                    case QUOTA -> "quota";
                });
        out.raw("</h:limit-kind><h:quota-root>").text(scope.href(room.path())).raw("</h:quota-root>");
        figure("limit-bytes", room.limitBytes(), out);
        figure("used-bytes", room.usedBytes(), out);
        figure("reserved-bytes", OptionalLong.of(room.reservedBytes()), out);
        figure("available-bytes", room.availableBytes(), out);
        out.raw("</h:tightest-limit>");
    }

    private static void figure(String name, OptionalLong value, XmlBytes out) throws IOException {
        if (value.isPresent()) {
            out.raw("<h:" + name + ">").number(value.getAsLong()).raw("</h:" + name + ">");
        }
    }
}
