package dev.roam.store.hazelcast;

import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import dev.roam.record.Answer;
import dev.roam.record.Wire;
import java.io.IOException;

/** What an operation on a session's record answers. */
final class StoredAnswer implements StoredReply<Answer> {
    private Answer answer;

    @SuppressWarnings("NullAway.Init") // until readData
    StoredAnswer() {}

    StoredAnswer(Answer answer) {
        this.answer = answer;
    }

    @Override
    public Answer answer() {
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
