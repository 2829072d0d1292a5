package io.headroom.server.form;

import io.headroom.server.failure.RequestRefusedException;
import io.headroom.spi.path.ResourcePath;

/** Which member of a collection a file of a form becomes. */
public final class MemberName {
    private MemberName() {}

    /**
     * Some browsers send a whole path: its last name counts. Of what a form has to escape (HTML, "multipart/form-data") the
     * quotation mark becomes itself again, as does the older form with a backslash.
     *
     * @param fileName as it was sent
     * @throws RequestRefusedException 403 when nothing can have this name
     */
    public static ResourcePath in(ResourcePath collection, String fileName) {
        String path = fileName.replace("\\\"", "\"")
                .replace("%22", "\"")
                .replace("%0D", "\r")
                .replace("%0A", "\n");
        String name = path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
        if (name.chars().anyMatch(Character::isISOControl)) {
            throw new RequestRefusedException(403, "The name of a file holds a control character; nothing was stored.");
        }
        try {
            return collection.child(name);
        } catch (IllegalArgumentException e) {
            throw new RequestRefusedException(403, "A file can't be named '" + name + "'; nothing was stored.");
        }
    }
}
