package vpceguard.cli;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import picocli.CommandLine.Option;
import vpceguard.cli.Input.Read;
import vpceguard.cli.Input.Refused;
import vpceguard.json.Quoted;
import vpceguard.perimeter.Perimeter;
import vpceguard.perimeter.document.Place;

/// The options that say for which account and ring a perimeter document is read.
final class Where {
    @Option(names = "--account", paramLabel = "ID", description = "account that the document is read for")
    Optional<String> account = Optional.empty();

    @Option(names = "--ring", paramLabel = "NAME", description = "ring of the document that it is read for")
    Optional<String> ring = Optional.empty();

    /// The place in a partition.
    Input<Place> in(String partition) {
        return place(partition, account, ring);
    }

    /// The account, said or shown, of what one account alone owns.
    Input<Optional<String>> of(String what, Set<String> owners) {
        return owners.size() > 1
                ? new Refused<>(what + " are of several accounts, "
                        + owners.stream().sorted().map(Quoted::of).toList() + ", expected those of one")
                : agreeing(what, owners.stream())
                        .map(said -> said.or(() -> owners.stream().findFirst()));
    }

    /// The account, if it is said and what was read is of no other.
    Input<Optional<String>> agreeing(String what, Stream<String> owners) {
        return owners.filter(id -> account.filter(said -> !said.equals(id)).isPresent())
                .findFirst()
                .<Input<Optional<String>>>map(other -> new Refused<>("--account is " + Quoted.of(account.orElse(""))
                        + ", but " + what + " are of " + Quoted.of(other) + "; expected that account, or no --account"))
                .orElseGet(() -> new Read<>(account));
    }

    static Input<Place> place(String partition, Optional<String> account, Optional<String> ring) {
        var odd = account.filter(id -> !Perimeter.ACCOUNT.matcher(id).matches());
        return odd.isPresent()
                ? new Refused<>("--account is " + Quoted.of(odd.get()) + ", expected twelve digits")
                : new Read<>(new Place(partition, account, Optional.empty(), ring));
    }
}
