package io.headroom.conformance.dav;

import static io.headroom.conformance.dav.Element.dav;

import io.headroom.conformance.wire.Client;
import java.io.IOException;
import java.util.Optional;
import javax.xml.namespace.QName;

/**
 * The room as the server reports it (RFC 4331).
 *
 * @param available bytes
 * @param used bytes
 */
public record RoomFigures(long available, long used) {
    public static final QName AVAILABLE = dav("quota-available-bytes");
    public static final QName USED = dav("quota-used-bytes");
    /** Both names, for a PROPFIND. */
    public static final String NAMES = "<D:prop><D:quota-available-bytes/><D:quota-used-bytes/></D:prop>";

    /** @return empty when the server doesn't say, or says no number */
    public static Optional<RoomFigures> of(Client client, String path) throws IOException {
        MultiStatus.Response response =
                MultiStatus.of(client.send(Dav.propfind(path, "0", NAMES))).only();
        Optional<Long> available = response.text(AVAILABLE).flatMap(RoomFigures::octets);
        Optional<Long> used = response.text(USED).flatMap(RoomFigures::octets);
        return available.isPresent() && used.isPresent()
                ? Optional.of(new RoomFigures(available.get(), used.get()))
                : Optional.empty();
    }

    /** A whole number of octets, 0 to 2^63-1, in digits alone. */
    public static Optional<Long> octets(String text) {
        if (!text.matches("[0-9]{1,19}")) {
            return Optional.empty();
        }
        try {
            return Optional.of(Long.parseLong(text));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
