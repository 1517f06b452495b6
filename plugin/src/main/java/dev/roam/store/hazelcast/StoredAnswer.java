package dev.roam.store.hazelcast;

import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import dev.roam.record.Answer;
import dev.roam.record.Wire;
import java.io.IOException;

/** An answer on its way from the owner to the node that asked. */
final class StoredAnswer implements Wired {
    private Answer answer;

    @SuppressWarnings("NullAway.Init") // until readData
    StoredAnswer() {}

    StoredAnswer(Answer answer) {
        this.answer = answer;
    }

    Answer answer() {
        return answer;
    }

    @Override
    public void writeData(ObjectDataOutput out) throws IOException {
        Wire.write(out, answer);
    }

    @Override
    public void readData(ObjectDataInput in) throws IOException {
        answer = Wire.readAnswer(in);
    }

    @Override
    public int getClassId() {
        return RoamSerializerFactory.ANSWER;
    }
}
