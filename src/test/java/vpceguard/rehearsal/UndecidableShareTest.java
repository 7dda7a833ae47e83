package vpceguard.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import vpceguard.json.Json;
import vpceguard.model.EndpointType;
import vpceguard.perimeter.Ceilings;
import vpceguard.perimeter.Clause;
import vpceguard.perimeter.ServiceKnowledge;
import vpceguard.policy.Decision;

/// Which records of the published shapes can be told, by service: the table of `docs/rehearsal.md`.
class UndecidableShareTest {
    private static final Set<Clause> IDENTITIES = EnumSet.of(Clause.IDENTITIES);
    private static final Set<Clause> BOTH = EnumSet.of(Clause.IDENTITIES, Clause.RESOURCES);
    private static final Json OWN = Samples.published("kms-list-keys.own-account");
    private static final Json OTHER = Samples.published("kms-list-keys.other-account-denied");

    @Test
    void theDocumentHasWhatTheShapesTell() throws IOException {
        var rows = new TreeSet<>(ServiceKnowledge.CEILINGS)
                .stream()
                        .filter(service -> Ceilings.of(service, BOTH).verified())
                        .map(UndecidableShareTest::row)
                        .collect(Collectors.joining("\n"));

        assertThat(Files.readString(Path.of("docs", "rehearsal.md"))).contains(rows);
    }

    private static String row(String service) {
        var told = new ArrayList<Boolean>();
        for (var clauses : List.of(IDENTITIES, BOTH)) {
            told.add(isTold(service, OWN, Samples.ACCOUNTS, clauses));
            told.add(isTold(service, OTHER, Samples.ACCOUNTS, clauses));
            told.add(isTold(service, OTHER, Samples.ALL_ACCOUNTS, clauses));
        }
        long open = told.stream().filter(one -> !one).count();
        return told.stream()
                .map(one -> one ? "told" : "-")
                .collect(Collectors.joining(" | ", "| " + service + " | ", " | " + open + " of 6 |"));
    }

    private static boolean isTold(String service, Json shape, Accounts accounts, Set<Clause> clauses) {
        var ceiling = Ceilings.of(service, clauses);
        var action = ceiling.example()
                .orElseThrow()
                .statements()
                .getFirst()
                .actions()
                .patterns()
                .getFirst()
                .split(":", 2);
        var call = shape instanceof Json.Obj record
                ? record.with("eventSource", new Json.Str(action[0] + ".amazonaws.com"))
                        .with("eventName", new Json.Str(action[1]))
                : shape;
        return Rehearsing.decide(ceiling.policy(), EndpointType.INTERFACE, Samples.read(call, accounts))
                != Decision.UNKNOWN;
    }
}
