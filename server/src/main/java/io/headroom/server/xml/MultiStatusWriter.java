package io.headroom.server.xml;

import io.headroom.server.failure.Condition;
import io.headroom.spi.path.ResourcePath;
import java.io.IOException;
import java.io.OutputStream;
import java.util.function.Function;

/**
 * Streams a {@code DAV:multistatus} (RFC 4918 §13 and §14.16) on a single line without white space between elements: some
 * clients read text nodes by position, and others refuse answers over a megabyte. For one thread; {@link #end()} finishes it.
 */
public final class MultiStatusWriter {
    private static final byte[] START = XmlBytes.ascii("<?xml version=\"1.0\" encoding=\"utf-8\"?>"
            + "<D:multistatus xmlns:D=\"DAV:\" xmlns:h=\"" + DavNames.HEADROOM_NAMESPACE + "\">");
    private static final byte[] MKCOL_START = XmlBytes.ascii("<?xml version=\"1.0\" encoding=\"utf-8\"?>"
            + "<D:mkcol-response xmlns:D=\"DAV:\" xmlns:h=\"" + DavNames.HEADROOM_NAMESPACE + "\">");
    private static final byte[] MKCOL_END = XmlBytes.ascii("</D:mkcol-response>");
    private static final byte[] RESPONSE = XmlBytes.ascii("<D:response><D:href>");
    private static final byte[] HREF_END = XmlBytes.ascii("</D:href>");
    private static final byte[] RESPONSE_END = XmlBytes.ascii("</D:response>");
    private static final byte[] PROPSTAT = XmlBytes.ascii("<D:propstat><D:prop>");
    private static final byte[] PROP_END = XmlBytes.ascii("</D:prop>");
    private static final byte[] PROPSTAT_END = XmlBytes.ascii("</D:propstat>");
    private static final byte[] OK = XmlBytes.ascii("</D:prop><D:status>HTTP/1.1 200 OK</D:status></D:propstat>");
    private static final byte[] STATUS = XmlBytes.ascii("<D:status>HTTP/1.1 ");
    private static final byte[] STATUS_END = XmlBytes.ascii("</D:status>");
    private static final byte[] DESCRIPTION = XmlBytes.ascii("<D:responsedescription>");
    private static final byte[] DESCRIPTION_END = XmlBytes.ascii("</D:responsedescription>");
    private static final byte[] END = XmlBytes.ascii("</D:multistatus>");

    private final XmlBytes out;

    /** @param target gets the bytes; stays open */
    public MultiStatusWriter(OutputStream target) {
        this.out = new XmlBytes(target);
    }

    /** The reason phrase of a status; some clients show it to people. */
    public static String phrase(int status) {
        return switch (status) {
            case 200 -> "OK";
            case 400 -> "Bad Request";
            case 403 -> "Forbidden";
            case 404 -> "Not Found";
            case 405 -> "Method Not Allowed";
            case 408 -> "Request Timeout";
            case 409 -> "Conflict";
            case 412 -> "Precondition Failed";
            case 413 -> "Content Too Large";
            case 414 -> "URI Too Long";
            case 415 -> "Unsupported Media Type";
            case 422 -> "Unprocessable Content";
            case 423 -> "Locked";
            case 424 -> "Failed Dependency";
            case 429 -> "Too Many Requests";
            case 500 -> "Internal Server Error";
            case 501 -> "Not Implemented";
            case 502 -> "Bad Gateway";
            case 503 -> "Service Unavailable";
            case 507 -> "Insufficient Storage";
            default -> "Status " + status;
        };
    }

    public void start() throws IOException {
        out.raw(START);
    }

    /**
     * Instead of {@link #start()}: the body of an extended MKCOL that failed, which holds propstats and nothing else
     * (RFC 5689 §5.2).
     */
    public void startMkcolResponse() throws IOException {
        out.raw(MKCOL_START);
    }

    public void endMkcolResponse() throws IOException {
        out.raw(MKCOL_END);
        out.flush();
    }

    /** Where the properties of an open propstat go. */
    public XmlBytes content() {
        return out;
    }

    /** @param href percent-encoded, so that it needs no more escaping but that of XML */
    public void startResponse(String href) throws IOException {
        out.raw(RESPONSE).text(href).raw(HREF_END);
    }

    /** For a member of a listing: its href is the collection's and its own encoded name. */
    public void startResponse(byte[] collectionHref, int mostNameBytes, XmlBytes.Encoder name) throws IOException {
        out.raw(RESPONSE).raw(collectionHref).direct(mostNameBytes, name).raw(HREF_END);
    }

    public void endResponse() throws IOException {
        out.raw(RESPONSE_END);
    }

    public void startPropstat() throws IOException {
        out.raw(PROPSTAT);
    }

    public void endPropstatOk() throws IOException {
        out.raw(OK);
    }

    public void endPropstat(int status) throws IOException {
        out.raw(PROP_END);
        status(status);
        out.raw(PROPSTAT_END);
    }

    /** @param error the content of {@code DAV:error}, well-formed; {@code description} a sentence for people */
    public void endPropstat(int status, String error, String description) throws IOException {
        out.raw(PROP_END);
        status(status);
        error(error);
        if (!description.isEmpty()) {
            description(description);
        }
        out.raw(PROPSTAT_END);
    }

    /** {@code DAV:status} of a response or a propstat. */
    public void status(int status) throws IOException {
        out.raw(STATUS).number(status).raw(XmlBytes.ascii(" " + phrase(status))).raw(STATUS_END);
    }

    /** {@code DAV:error} around one or more conditions; nothing when there are none. */
    public void error(String conditions) throws IOException {
        if (!conditions.isEmpty()) {
            out.raw("<D:error>").raw(conditions).raw("</D:error>");
        }
    }

    /** {@code DAV:responsedescription} of a response, or of the whole after the last response. */
    public void description(String text) throws IOException {
        out.raw(DESCRIPTION).text(text).raw(DESCRIPTION_END);
    }

    /** An empty element: the name of a property that has no value to show. */
    public void emptyProperty(PropertyName name) throws IOException {
        out.raw(DavNames.emptyElement(name));
    }

    public void end() throws IOException {
        out.raw(END);
        out.flush();
    }

    /** The condition as content of {@code DAV:error}. */
    public static String condition(Condition condition, Function<ResourcePath, String> href) {
        StringBuilder xml = new StringBuilder("<D:").append(condition.name());
        if (condition.resources().isEmpty()) {
            return xml.append("/>").toString();
        }
        xml.append('>');
        for (ResourcePath path : condition.resources()) {
            String address = "<D:href>" + DavNames.escaped(href.apply(path)) + "</D:href>";
            xml.append(condition
                    .privilege()
                    .map(privilege ->
                            "<D:resource>" + address + "<D:privilege><D:" + privilege + "/></D:privilege></D:resource>")
                    .orElse(address));
        }
        return xml.append("</D:").append(condition.name()).append('>').toString();
    }
}
