package io.headroom.server.app;

import io.headroom.server.audit.AuditLog;
import io.headroom.server.audit.ChangeListener;
import io.headroom.server.http.AccessLog;
import io.headroom.spi.SettingsException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.server.AsyncRequestLogWriter;
import org.eclipse.jetty.server.RequestLogWriter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The files of the access log and the audit log, open. Thread-safe; closed by whoever opened them, when no request comes any more. */
final class LogFiles implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LogFiles.class);

    /** Instead of a file. */
    private static final String STANDARD_OUTPUT = "-";

    private final List<RequestLogWriter> writers = new ArrayList<>();
    private final Optional<AccessLog> access;
    private final ChangeListener changes;

    private LogFiles(LogSettings settings) {
        access = settings.access()
                .map(place -> new AccessLog(
                        settings.format(), lines("access-log", place, settings, new AsyncRequestLogWriter())));
        changes = settings.audit()
                .<ChangeListener>map(place -> new AuditLog(lines("audit-log", place, settings, new RequestLogWriter())))
                .orElse(change -> {});
    }

    /** @throws SettingsException when a file can't be opened */
    static LogFiles open(LogSettings settings) {
        return new LogFiles(settings);
    }

    Optional<AccessLog> access() {
        return access;
    }

    ChangeListener changes() {
        return changes;
    }

    private AuditLog.Lines lines(String setting, String place, LogSettings settings, RequestLogWriter writer) {
        if (place.equals(STANDARD_OUTPUT)) {
            return System.out::println;
        }
        writer.setFilename(place);
        writer.setAppend(true);
        writer.setRetainDays(settings.days());
        try {
            writer.start();
        } catch (Exception e) {
            close();
            throw new SettingsException(
                    "The file " + place + " of '" + setting + "' can't be written: " + e.getMessage() + ".", e);
        }
        writers.add(writer);
        return writer::write;
    }

    @Override
    public void close() {
        for (RequestLogWriter writer : writers) {
            try {
                writer.stop();
            } catch (Exception e) {
                LOG.warn("The log {} can't be closed.", writer.getFileName(), e);
            }
        }
    }
}
