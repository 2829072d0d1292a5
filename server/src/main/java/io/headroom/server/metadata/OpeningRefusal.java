package io.headroom.server.metadata;

import io.headroom.spi.SettingsException;
import java.sql.SQLException;
import org.flywaydb.core.api.exception.FlywayValidateException;
import org.jspecify.annotations.Nullable;

/** What to say when a database can't be opened: one sentence for the person who starts the server. */
final class OpeningRefusal {
    private final MetadataSettings settings;
    private final SqlDialect dialect;

    OpeningRefusal(MetadataSettings settings, SqlDialect dialect) {
        this.settings = settings;
        this.dialect = dialect;
    }

    SettingsException of(Exception failure, SqlFailures failures) {
        if (failure instanceof FlywayValidateException) {
            return new SettingsException(
                    settings.title() + " was made by another version of this server, which this one can't read.",
                    failure);
        }
        SQLException cause = sqlCause(failure);
        if (cause != null && dialect.isCorrupt(cause)) {
            return new SettingsException(settings.title() + " is damaged, or it is no database.", failure);
        }
        if (cause != null && failures.isFull(cause)) {
            return new SettingsException(settings.title() + " can't be opened, because its volume is full.", failure);
        }
        return new SettingsException(
                settings.title() + " can't be opened: " + (cause == null ? failure : cause).getMessage(), failure);
    }

    static @Nullable SQLException sqlCause(Throwable failure) {
        for (Throwable at = failure; at != null; at = at.getCause()) {
            if (at instanceof SQLException cause) {
                return cause;
            }
        }
        return null;
    }
}
