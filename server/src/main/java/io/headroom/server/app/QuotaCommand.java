package io.headroom.server.app;

import io.headroom.server.admin.AdminRefusedException;
import io.headroom.server.capacity.Quota;
import io.headroom.server.capacity.QuotaLimit;
import io.headroom.server.capacity.Room;
import io.headroom.server.monitor.RoomStatus;
import io.headroom.server.text.ByteCount;
import io.headroom.spi.path.ResourcePath;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code quota list|show|set|remove|recount}: how much folders may hold. */
final class QuotaCommand implements Subcommand {
    private static final String PATH = "PATH";
    private static final String LIMIT = "LIMIT";
    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;

    private final String name;
    private final String description;
    private final List<String> words;
    private final Work work;
    private final Administrations administrations;

    private QuotaCommand(
            String name, String description, List<String> words, Work work, Administrations administrations) {
        this.name = name;
        this.description = description;
        this.words = words;
        this.work = work;
        this.administrations = administrations;
    }

    /** What one of the commands does. */
    @FunctionalInterface
    private interface Work {
        /** @throws AdminRefusedException when it can't be done */
        void run(AdminArguments arguments, Administration administration, PrintWriter out);
    }

    static List<QuotaCommand> all(Administrations where) {
        return List.of(
                new QuotaCommand("list", "Lists all quotas.", List.of(), QuotaCommand::list, where),
                new QuotaCommand(
                        "show", "Shows one quota and how far it is used up.", List.of(PATH), QuotaCommand::show, where),
                new QuotaCommand(
                        "set",
                        "Sets or changes a quota: 10GiB, entries=5000, or 10GiB,entries=5000.",
                        List.of(PATH, LIMIT),
                        QuotaCommand::set,
                        where),
                new QuotaCommand("remove", "Removes a quota.", List.of(PATH), QuotaCommand::remove, where),
                new QuotaCommand(
                        "recount",
                        "Counts again what a folder with a quota holds, in the background.",
                        List.of(PATH),
                        QuotaCommand::recount,
                        where));
    }

    @Override
    public CommandSpec spec() {
        CommandSpec spec = AdminArguments.spec("quota " + name, description, words, this);
        return spec.name(name);
    }

    @Override
    public int run(ParseResult parsed, PrintWriter out) {
        AdminArguments arguments = new AdminArguments(parsed, words);
        try (Administration administration = arguments.open(administrations)) {
            work.run(arguments, administration, out);
            return 0;
        }
    }

    private static void list(AdminArguments arguments, Administration administration, PrintWriter out) {
        List<Quota> quotas = administration.quotas().list();
        if (quotas.isEmpty()) {
            out.println("There are no quotas.");
            return;
        }
        TextTable table = new TextTable(2, "PATH", "SET BY", "LIMIT", "ENTRIES");
        for (Quota quota : quotas) {
            QuotaLimit limit = quota.limit();
            table.row(
                    quota.root().toString(),
                    quota.source().name().toLowerCase(Locale.ROOT),
                    limit.bytes().isPresent() ? ByteCount.of(limit.bytes().getAsLong()) : "-",
                    limit.entries().isPresent() ? Long.toString(limit.entries().getAsLong()) : "-");
        }
        table.print(out);
    }

    private static void show(AdminArguments arguments, Administration administration, PrintWriter out) {
        ResourcePath path = arguments.path(PATH);
        List<RoomStatus> rooms = administration.report().rooms().stream()
                .filter(status -> isQuotaOf(status, path))
                .toList();
        if (rooms.isEmpty()) {
            throw none(path);
        }
        RoomTable.print(rooms, out);
    }

    private static boolean isQuotaOf(RoomStatus status, ResourcePath path) {
        return status.room().kind() == Room.Kind.QUOTA && status.room().path().equals(path);
    }

    private static void set(AdminArguments arguments, Administration administration, PrintWriter out) {
        ResourcePath path = arguments.path(PATH);
        QuotaLimit limit = arguments.limit(LIMIT);
        change(() -> administration.quotas().set(path, limit));
        out.println("The quota of " + path + " is set.");
        RoomTable.print(
                administration.report().rooms().stream()
                        .filter(status -> isQuotaOf(status, path))
                        .toList(),
                out);
    }

    private static void remove(AdminArguments arguments, Administration administration, PrintWriter out) {
        ResourcePath path = arguments.path(PATH);
        change(() -> {
            if (!administration.quotas().remove(path)) {
                throw none(path);
            }
        });
        out.println("The quota of " + path + " is removed.");
    }

    private static void recount(AdminArguments arguments, Administration administration, PrintWriter out) {
        ResourcePath path = arguments.path(PATH);
        if (!administration.quotas().recount(path)) {
            throw none(path);
        }
        out.println("What " + path + " holds is being counted. Follow it with: headroom quota show");
    }

    /** A quota of the configuration can't be changed. */
    private static void change(Runnable change) {
        try {
            change.run();
        } catch (IllegalArgumentException e) {
            throw new AdminRefusedException(CONFLICT, String.valueOf(e.getMessage()));
        }
    }

    private static AdminRefusedException none(ResourcePath path) {
        return new AdminRefusedException(NOT_FOUND, "There is no quota on " + path + ".");
    }
}
