package vpceguard.remediation;

import java.time.Instant;
import java.util.Optional;
import vpceguard.event.Instruction;
import vpceguard.json.Json;
import vpceguard.json.Stored;

/// Facts around a call that a record keeps beside findings and plan, so that its notice can name them. What
/// is done to the endpoint does not depend on them.
///
/// @param setPolicy whether the call set a policy; empty if CloudTrail left that out, or if there was no call
/// @param owner who answers for the account, as the perimeter document says
/// @param instruction what a person said, if the record is because of that
/// @param told when people were told, if a copy of the notice could not be sent then
public record Circumstances(
        Optional<Boolean> setPolicy,
        Optional<String> owner,
        Optional<Instruction> instruction,
        Optional<Instant> told) {
    public static final Circumstances NONE =
            new Circumstances(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    /// Those of a person's word.
    public static Circumstances of(Instruction said) {
        return new Circumstances(Optional.empty(), Optional.empty(), Optional.of(said), Optional.empty());
    }

    public Circumstances told(Instant at) {
        return new Circumstances(setPolicy, owner, instruction, Optional.of(at));
    }

    void write(Json.Builder json) {
        setPolicy.ifPresent(set -> json.put("setPolicy", set));
        json.put("owner", owner);
        instruction.ifPresent(said -> json.put("instruction", said.json()));
        json.put("toldAt", told.map(Instant::toString));
    }

    static Circumstances read(Stored stored) {
        return new Circumstances(
                stored.optionalBool("setPolicy"),
                stored.optionalText("owner"),
                stored.optionalChild("instruction").map(Instruction::read),
                stored.optionalText("toldAt").map(Instant::parse));
    }
}
