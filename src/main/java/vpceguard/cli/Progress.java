package vpceguard.cli;

/// How far a long command has come: one line that is written over, on a terminal only.
///
/// @param isSeen whether a person looks; the launcher knows
record Progress(Terminal terminal, boolean isSeen) {
    private static final int WIDTH = 24;

    static Progress on(Terminal terminal) {
        return new Progress(terminal, Boolean.getBoolean("vpceguard.terminal"));
    }

    /// @param what is done, in one or two words of our own
    void at(String what, int done, int of) {
        if (isSeen) {
            int filled = of == 0 ? WIDTH : WIDTH * done / of;
            terminal.err()
                    .print("\r" + what + " [" + "#".repeat(filled) + "-".repeat(WIDTH - filled) + "] " + done + " of "
                            + of + "\u001b[K");
            terminal.err().flush();
        }
    }

    /// Takes the line away.
    void end() {
        if (isSeen) {
            terminal.err().print("\r\u001b[K");
            terminal.err().flush();
        }
    }
}
