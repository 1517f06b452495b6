package dev.roam.store.hazelcast;

import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import dev.roam.user.UserAnswer;
import dev.roam.user.UserWire;
import java.io.IOException;

/** What an operation on a user's record answers. */
final class StoredUserAnswer implements StoredReply<UserAnswer> {
    private UserAnswer answer;

    @SuppressWarnings("NullAway.Init") // until readData
    StoredUserAnswer() {}

    StoredUserAnswer(UserAnswer answer) {
        this.answer = answer;
    }

    @Override
    public UserAnswer answer() {
        return answer;
    }

    @Override
    public void writeData(ObjectDataOutput out) throws IOException {
        UserWire.write(out, answer);
    }

    @Override
    public void readData(ObjectDataInput in) throws IOException {
        answer = UserWire.readAnswer(in);
    }

    @Override
    public int getClassId() {
        return RoamSerializerFactory.USER_ANSWER;
    }
}
