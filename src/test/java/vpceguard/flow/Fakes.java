package vpceguard.flow;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import vpceguard.json.Json;
import vpceguard.model.Endpoint;
import vpceguard.model.NetworkFacts;
import vpceguard.model.SecurityGroup;
import vpceguard.model.ServiceDetail;
import vpceguard.model.Vpc;
import vpceguard.notice.Notice;

/// The ports, in memory.
final class Fakes {
    final Calls calls = new Calls();
    final FakeEndpoints ec2 = new FakeEndpoints(calls);
    final FakeLedger ledger = new FakeLedger(calls);
    final List<Notice> notices = new ArrayList<>();
    final List<Notice> copies = new ArrayList<>();
    boolean copiesFail;
    final List<Json.Obj> journal = new ArrayList<>();
    final List<FollowUp> followUps = new ArrayList<>();
    NetworkFacts facts = NetworkFacts.of(
            List.of(new Vpc("vpc-0123456789abcdef0", "111122223333", Set.of("10.0.0.0/16"))),
            List.of(group(World.APPROVED), group(World.STRANGE)));
    ServiceDetail service = new ServiceDetail.Known("amazon", true, true);

    /// What a log group holds; none is given, if empty.
    Optional<RecordedCalls> recorded = Optional.empty();

    /// A log group with these records, all of which are handed over whatever is asked for.
    static Optional<RecordedCalls> recording(Json... records) {
        return Optional.of((_, _, _, each) -> {
            List.of(records).forEach(each);
            return new RecordedCalls.Reading.All();
        });
    }

    Ports ports() {
        return new Ports(
                ec2,
                _ -> service,
                new Net(),
                ledger,
                new Log(),
                notice -> calls.run("publish", () -> notices.add(notice)),
                this::later,
                this::copy,
                recorded.map(calls -> (endpoint, from, to, each) ->
                        this.calls.call("recorded", () -> calls.read(endpoint, from, to, each))));
    }

    private void copy(Notice notice) {
        if (copiesFail) {
            throw new IllegalStateException("no copy");
        }
        copies.add(notice);
    }

    /// A group that lets nobody in.
    private static SecurityGroup group(String id) {
        return new SecurityGroup(id, "one", List.of());
    }

    /// That group lets the world in, all others nobody.
    void open(String id) {
        var world = new SecurityGroup.Inbound("tcp", new SecurityGroup.Source.Range("0.0.0.0/0"));
        facts = NetworkFacts.of(
                facts.vpcs().values(),
                Stream.of(World.APPROVED, World.STRANGE)
                        .map(one -> one.equals(id) ? new SecurityGroup(id, "one", List.of(world)) : group(one))
                        .toList());
    }

    private void later(FollowUp followUp, Duration delay) {
        calls.run("later", () -> followUps.add(FollowUp.read(followUp.text())));
    }

    private final class Net implements Networks {
        @Override
        public NetworkFacts of(Collection<Endpoint> endpoints) {
            return calls.call("networks", () -> {
                var asked = endpoints.stream()
                        .flatMap(endpoint -> endpoint.securityGroups().stream())
                        .collect(Collectors.toSet());
                var groups = facts.groups().values().stream()
                        .filter(group -> asked.contains(group.id()))
                        .toList();
                return NetworkFacts.of(facts.vpcs().values(), groups);
            });
        }

        @Override
        public List<Vpc> vpcs() {
            return calls.call("vpcs", () -> List.copyOf(facts.vpcs().values()));
        }
    }

    private final class Log implements Journal {
        @Override
        public void append(List<Json.Obj> entries) {
            calls.run("journal", () -> journal.addAll(entries));
        }

        @Override
        public void mention(Json.Obj entry) {
            journal.add(entry);
        }
    }
}
