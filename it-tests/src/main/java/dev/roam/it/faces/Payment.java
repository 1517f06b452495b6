package dev.roam.it.faces;

import jakarta.enterprise.context.Conversation;
import jakarta.enterprise.context.ConversationScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.Serializable;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** A payment over several pages: lives from its begin to its end, as a conversation within the session. */
@Named
@ConversationScoped
public class Payment implements Serializable {

    private static final long serialVersionUID = 1L;

    @Inject
    private Conversation conversation;

    @Inject
    private Customer customer;

    private String coupon = "";
    private final List<String> coupons = new ArrayList<>();

    public String begin() {
        conversation.begin();
        return "payment?faces-redirect=true";
    }

    public void useCoupon() {
        coupons.add(coupon);
        coupon = "";
    }

    public String pay() {
        customer.pay();
        conversation.end();
        return "ordered?faces-redirect=true";
    }

    public BigDecimal getDue() {
        return customer.getTotal().subtract(BigDecimal.valueOf(coupons.size()));
    }

    public List<String> getCoupons() {
        return coupons;
    }

    public String getCoupon() {
        return coupon;
    }

    public void setCoupon(String coupon) {
        this.coupon = coupon;
    }
}
