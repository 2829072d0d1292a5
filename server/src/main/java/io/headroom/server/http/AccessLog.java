package io.headroom.server.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.headroom.server.audit.AuditLog.Lines;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.RequestLog;
import org.eclipse.jetty.server.Response;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes a line for each request, also for those that the container refuses. Thread-safe, if where the lines go is.
 */
public final class AccessLog implements RequestLog {
    private static final Logger LOG = LoggerFactory.getLogger(AccessLog.class);

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ROOT).withZone(ZoneId.systemDefault());

    /** How a line looks. */
    public enum Format {
        /** As Apache's "combined", with the milliseconds it took and the request's identifier behind. */
        COMBINED,
        JSON
    }

    private final JsonMapper mapper = new JsonMapper();
    private final Format format;
    private final Lines lines;

    public AccessLog(Format format, Lines lines) {
        this.format = format;
        this.lines = lines;
    }

    @Override
    public void log(Request request, Response response) {
        try {
            lines.write(format == Format.JSON ? json(request, response) : combined(request, response));
        } catch (IOException e) {
            LOG.error("The access log can't be written: {}", e.toString());
        }
    }

    private static String combined(Request request, Response response) {
        StringBuilder line = new StringBuilder(200);
        line.append(Request.getRemoteAddr(request)).append(" - ");
        line.append(user(request) == null ? "-" : word(user(request)));
        line.append(" [").append(TIME.format(Instant.ofEpochMilli(Request.getTimeStamp(request))));
        line.append("] \"").append(quoted(request.getMethod())).append(' ').append(quoted(target(request)));
        line.append(' ').append(request.getConnectionMetaData().getHttpVersion().asString());
        line.append("\" ").append(response.getStatus()).append(' ').append(Response.getContentBytesWritten(response));
        line.append(" \"").append(header(request, "Referer")).append("\" \"").append(header(request, "User-Agent"));
        line.append("\" ").append(millis(request)).append(' ').append(id(request));
        return line.toString();
    }

    private static String header(Request request, String name) {
        String value = request.getHeaders().get(name);
        return value == null ? "-" : quoted(value);
    }

    private static String target(Request request) {
        return String.valueOf(request.getHttpURI().getPathQuery());
    }

    private static @Nullable String user(Request request) {
        return (String) request.getAttribute(RequestTags.USER);
    }

    private static String id(Request request) {
        Object id = request.getAttribute(RequestTags.ID);
        return id == null ? "-" : id.toString();
    }

    private static long millis(Request request) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - request.getBeginNanoTime());
    }

    /** A name with spaces must not look like two fields. */
    private static String word(@Nullable String text) {
        return quoted(String.valueOf(text)).replace(' ', '_');
    }

    /** Nothing of what a client sends ends a field or a line. */
    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else {
                quoted.append(Character.isISOControl(c) ? '?' : c);
            }
        }
        return quoted.toString();
    }

    private String json(Request request, Response response) throws JsonProcessingException {
        ObjectNode json = mapper.createObjectNode();
        json.put("time", Instant.ofEpochMilli(Request.getTimeStamp(request)).toString());
        json.put("request", id(request));
        json.put("user", user(request));
        json.put("address", Request.getRemoteAddr(request));
        json.put("method", request.getMethod());
        json.put("target", target(request));
        json.put("protocol", request.getConnectionMetaData().getHttpVersion().asString());
        json.put("status", response.getStatus());
        json.put("bytesIn", Request.getContentBytesRead(request));
        json.put("bytesOut", Response.getContentBytesWritten(response));
        json.put("millis", millis(request));
        json.put("agent", request.getHeaders().get("User-Agent"));
        return mapper.writeValueAsString(json);
    }
}
