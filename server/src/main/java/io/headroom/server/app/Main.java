package io.headroom.server.app;

import io.headroom.server.account.AccountRefusedException;
import io.headroom.server.admin.AdminRefusedException;
import io.headroom.server.admin.ServerUnreachableException;
import io.headroom.spi.SettingsException;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/**
 * The command line. What a person did wrong is one line on stderr and exit code 2; what the server refused is one line and exit
 * code 1.
 */
public final class Main {
    private static final int WRONG = 2;

    private Main() {}

    public static void main(String[] arguments) {
        int code = commandLine().execute(arguments);
        // Not from a stopping JVM: System.exit would wait for the hook that waits for this thread.
        if (code != 0) {
            System.exit(code);
        }
    }

    private static CommandLine commandLine() {
        CommandLine root = new CommandLine(group("headroom", "A WebDAV server that says how much room is left."));
        Clock clock = Clock.systemUTC();
        ServeArguments serving = new ServeArguments(System.getenv());
        Administrations administrations = new Administrations(serving, clock);
        PasswordPrompt prompt = new PasswordPrompt(Optional.ofNullable(System.console()), System.in);
        add(
                root,
                List.of(
                        new ServeCommand(serving, clock),
                        new CapacityCommand(administrations),
                        new FitCommand(administrations),
                        new NodesCommand(administrations),
                        new CheckCommand(serving, clock),
                        new ExportCommand(serving, clock),
                        new ImportCommand(serving),
                        new HashCommand(prompt)));
        CommandLine quota = new CommandLine(group("quota", "Shows and changes how much folders may hold."));
        add(quota, QuotaCommand.all(administrations));
        root.addSubcommand(quota);
        CommandLine config = new CommandLine(group("config", "Checks and shows the settings, without serving."));
        add(config, ConfigCommand.all(serving));
        root.addSubcommand(config);
        UserCommand.Context accounts = new UserCommand.Context(serving, prompt, clock);
        CommandLine user =
                new CommandLine(group("user", "Shows and changes who may log in, with 'accounts: database'."));
        add(user, UserCommand.all(accounts));
        CommandLine appPassword = new CommandLine(group("app-password", "Passwords for one device or program each."));
        add(appPassword, UserCommand.ofAppPasswords(accounts));
        user.addSubcommand(appPassword);
        root.addSubcommand(user);
        root.setExecutionStrategy(Main::execute);
        root.setParameterExceptionHandler((failure, args) -> {
            CommandLine command = failure.getCommandLine();
            command.getErr()
                    .println(failure.getMessage() + " Try: "
                            + command.getCommandSpec().qualifiedName() + " --help");
            return WRONG;
        });
        root.setExecutionExceptionHandler((failure, command, parsed) -> failed(failure, command.getErr()));
        return root;
    }

    private static CommandSpec group(String name, String description) {
        CommandSpec spec = CommandSpec.create().name(name).mixinStandardHelpOptions(true);
        spec.version("headroom " + Version.text());
        spec.usageMessage().description(description);
        return spec;
    }

    private static void add(CommandLine group, List<? extends Subcommand> commands) {
        for (Subcommand command : commands) {
            CommandSpec spec = command.spec();
            spec.version("headroom " + Version.text());
            spec.mixinStandardHelpOptions(true);
            group.addSubcommand(new CommandLine(spec));
        }
    }

    private static int failed(Exception failure, PrintWriter err) throws Exception {
        if (failure instanceof SettingsException || failure instanceof ServerUnreachableException) {
            err.println(failure.getMessage());
            return WRONG;
        }
        if (failure instanceof AdminRefusedException
                || failure instanceof AccountRefusedException
                || failure instanceof StartRefusedException) {
            err.println(failure.getMessage());
            return Subcommand.REFUSED;
        }
        throw failure;
    }

    private static int execute(CommandLine.ParseResult parsed) {
        Integer help = CommandLine.executeHelpRequest(parsed);
        if (help != null) {
            return help;
        }
        List<CommandLine> commands = parsed.asCommandLineList();
        CommandLine command = commands.get(commands.size() - 1);
        if (!(command.getCommandSpec().userObject() instanceof Subcommand subcommand)) {
            throw new CommandLine.ParameterException(command, "Nothing to do.");
        }
        try {
            return subcommand.run(command.getParseResult(), command.getOut());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 1;
        } catch (CommandLine.ParameterException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new CommandLine.ExecutionException(command, String.valueOf(e.getMessage()), e);
        }
    }
}
