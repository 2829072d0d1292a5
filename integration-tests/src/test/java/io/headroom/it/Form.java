package io.headroom.it;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** A form as a browser sends it. */
final class Form {
    static final String TYPE = "multipart/form-data; boundary=----WebKitFormBoundaryA1b2C3d4E5f6G7h8";

    private static final String BOUNDARY = "------WebKitFormBoundaryA1b2C3d4E5f6G7h8";

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    /** The box in the form of the listing. */
    static Form replacing() {
        return new Form().field("overwrite", "true");
    }

    Form field(String name, String value) {
        return part("name=\"" + name + "\"", value);
    }

    /** @param name as it is sent, escaped */
    Form file(String name, String content) {
        return part(
                "name=\"file\"; filename=\"" + name + "\"\r\nContent-Type: "
                        + (name.isEmpty() ? "application/octet-stream" : "text/plain"),
                content);
    }

    /** @param disposition what follows after {@code form-data;}, more headers included */
    Form part(String disposition, String content) {
        return raw(partHead(disposition) + content + "\r\n");
    }

    Form raw(String text) {
        bytes.writeBytes(text.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    static String partHead(String disposition) {
        return BOUNDARY + "\r\nContent-Disposition: form-data; " + disposition + "\r\n\r\n";
    }

    static String end() {
        return BOUNDARY + "--\r\n";
    }

    /** The whole body. */
    byte[] bytes() {
        return raw(end()).unfinished();
    }

    /** What is there so far, without the last boundary. */
    byte[] unfinished() {
        return bytes.toByteArray();
    }

    Dav.Request to(Dav dav, String path) {
        return dav.request("POST", path).header("Content-Type", TYPE).body(bytes());
    }

    Answer post(Dav dav, String path) {
        return to(dav, path).send();
    }
}
