package vpceguard.perimeter;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import vpceguard.json.Json;
import vpceguard.model.ServiceName;
import vpceguard.perimeter.document.Documents;
import vpceguard.policy.Policies;
import vpceguard.policy.Policy;
import vpceguard.policy.Statement;

/// Ceilings to try things on.
public final class Ceilings {
    public static final String OWN = "111122223333";
    public static final String ORGANIZATION = "o-a1b2c3d4e5";
    public static final List<Set<Clause>> CLAUSES =
            List.of(EnumSet.of(Clause.IDENTITIES), EnumSet.of(Clause.RESOURCES), EnumSet.allOf(Clause.class));

    private Ceilings() {}

    public static Perimeter perimeter(String partition, Set<String> organizations, Set<String> accounts) {
        return Documents.perimeter(
                Json.object()
                        .put("organizations", organizations)
                        .put("accounts", accounts)
                        .build(),
                partition);
    }

    /// The ceiling of a service in us-east-1 for an account of the organization.
    public static Ceiling of(String service, Set<Clause> clauses) {
        return of(perimeter("aws", Set.of(ORGANIZATION), Set.of(OWN)), service, clauses);
    }

    public static Ceiling of(Perimeter perimeter, String service, Set<Clause> clauses) {
        return Ceiling.of(perimeter, new ServiceName("com.amazonaws.us-east-1." + service), "us-east-1", clauses);
    }

    /// A service for each ceiling that reads differently; those of gateway endpoints all.
    public static Set<String> different() {
        var services = new LinkedHashMap<String, String>();
        for (var service : new TreeSet<>(ServiceKnowledge.CEILINGS)) {
            var text = of(service, EnumSet.allOf(Clause.class)).policy().text();
            services.putIfAbsent(service.equals("dynamodb") ? service : text, service);
        }
        return new TreeSet<>(services.values());
    }

    /// Allow everything, and add the complement.
    public static Policy denyForm(Ceiling ceiling) {
        var statements = new ArrayList<Json>();
        statements.add(Json.object()
                .put("Effect", "Allow")
                .put("Principal", "*")
                .put("Action", "*")
                .put("Resource", "*")
                .build());
        ceiling.bound().denies().stream().map(Statement::source).forEach(statements::add);
        return Policies.read(vpceguard.json.JsonWriter.compact(Json.object()
                .put("Version", "2012-10-17")
                .put("Statement", new Json.Arr(statements))
                .build()));
    }
}
