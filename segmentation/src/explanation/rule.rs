//! What rows were counted as, and where they stand.

use crate::closed_enum::closed_enum;

closed_enum! {
    /// A table of the bank that evidence stands in.
    pub enum Table {
        /// Customers.
        Customer = "customer" / "CUSTOMER",
        /// Accounts.
        Accounts = "accounts" / "ACCOUNTS",
        /// Transactions.
        Transactions = "transactions" / "TRANSACTIONS",
        /// Payments.
        Payments = "payments" / "PAYMENTS",
        /// Credit history.
        CreditHistory = "credit_history" / "CREDIT_HISTORY",
        /// Credentials.
        Security = "security" / "SECURITY",
        /// Relationships.
        Relationships = "relationships" / "RELATIONSHIPS",
        /// Communication log.
        CommunicationLog = "communication_log" / "COMMUNICATION_LOG",
    }
}

closed_enum! {
    /// What a row was counted as.
    pub enum Rule {
        /// The customer's date of birth.
        DateOfBirth = "date_of_birth" / "DATE_OF_BIRTH",
        /// An account whose holder has died.
        DeceasedAccount = "deceased_account" / "DECEASED_ACCOUNT",
        /// An opened account that is in use.
        OpenAccount = "open_account" / "OPEN_ACCOUNT",
        /// An opened account that is closed.
        ClosedAccount = "closed_account" / "CLOSED_ACCOUNT",
        /// The first row of the customer.
        FirstRow = "first_row" / "FIRST_ROW",
        /// All income of the months that are looked at.
        AllIncome = "all_income" / "ALL_INCOME",
        /// Salaries of the months that are looked at.
        SalaryIncome = "salary_income" / "SALARY_INCOME",
        /// Pensions of the months that are looked at.
        PensionIncome = "pension_income" / "PENSION_INCOME",
        /// Benefits of the months that are looked at.
        BenefitIncome = "benefit_income" / "BENEFIT_INCOME",
        /// Dividends of the months that are looked at.
        DividendIncome = "dividend_income" / "DIVIDEND_INCOME",
        /// Credits without a label that are as regular as income.
        InferredIncome = "inferred_income" / "INFERRED_INCOME",
        /// The income of one month other than weekly or fortnightly pay.
        IncomeMonth = "income_month" / "INCOME_MONTH",
        /// The pays of one employer that come every week or every other week.
        PayStream = "pay_stream" / "PAY_STREAM",
        /// What such pays are a month: the median pay times the pays a year, divided by twelve.
        PayStreamMonthly = "pay_stream_monthly" / "PAY_STREAM_MONTHLY",
        /// The estimate of the monthly income.
        MonthlyIncome = "monthly_income" / "MONTHLY_INCOME",
        /// A customer who holds an account together with this one.
        JointHolder = "joint_holder" / "JOINT_HOLDER",
        /// A salary of the last three complete months.
        RecentSalary = "recent_salary" / "RECENT_SALARY",
        /// Credentials that give access.
        Enrolled = "enrolled" / "ENROLLED",
        /// A digital transaction or payment.
        DigitalEvent = "digital_event" / "DIGITAL_EVENT",
        /// A transaction or payment by a channel the customer chose.
        ChannelEvent = "channel_event" / "CHANNEL_EVENT",
        /// A digital contact that the customer started.
        DigitalContact = "digital_contact" / "DIGITAL_CONTACT",
        /// A contact that the customer started.
        Contact = "contact" / "CONTACT",
        /// A log-in.
        Session = "session" / "SESSION",
        /// Digital use in one stretch of thirty days; the last reaches to the end of the days that are looked at.
        UsePeriod = "use_period" / "USE_PERIOD",
        /// Use of the mobile app.
        UsedMobile = "used_mobile" / "USED_MOBILE",
        /// Use of online banking.
        UsedOnline = "used_online" / "USED_ONLINE",
        /// Use of a wallet.
        UsedWallet = "used_wallet" / "USED_WALLET",
        /// Use of a card in an online shop.
        UsedCardOnline = "used_card_online" / "USED_CARD_ONLINE",
        /// Digital contact as a kind of use.
        UsedContact = "used_contact" / "USED_CONTACT",
        /// Log-ins as a kind of use.
        UsedSession = "used_session" / "USED_SESSION",
        /// The latest preference that the customer stated.
        StatedPreference = "stated_preference" / "STATED_PREFERENCE",
        /// An event or contact that votes for digital.
        DigitalVote = "digital_vote" / "DIGITAL_VOTE",
        /// An event or contact that votes for in person.
        InPersonVote = "in_person_vote" / "IN_PERSON_VOTE",
        /// An event or contact that votes for remote.
        RemoteVote = "remote_vote" / "REMOTE_VOTE",
        /// A child, by itself or by spouse or partner, who makes a young family.
        YoungChild = "young_child" / "YOUNG_CHILD",
        /// A child who makes an established family.
        SchoolChild = "school_child" / "SCHOOL_CHILD",
        /// A grown-up child.
        GrownChild = "grown_child" / "GROWN_CHILD",
        /// A child born within a year.
        NewChild = "new_child" / "NEW_CHILD",
        /// A child who comes of age soon.
        ComingOfAge = "coming_of_age" / "COMING_OF_AGE",
        /// The row that says who is whose child.
        ChildRelationship = "child_relationship" / "CHILD_RELATIONSHIP",
        /// The row that says who is whose spouse.
        SpouseRelationship = "spouse_relationship" / "SPOUSE_RELATIONSHIP",
        /// The row that says who is whose partner.
        PartnerRelationship = "partner_relationship" / "PARTNER_RELATIONSHIP",
        /// Spending on babies and childcare.
        SmallChildSpending = "small_child_spending" / "SMALL_CHILD_SPENDING",
        /// School fees.
        SchoolFees = "school_fees" / "SCHOOL_FEES",
        /// Benefits for children.
        ChildBenefit = "child_benefit" / "CHILD_BENEFIT",
        /// Spending of both spouses on wedding and jewelry.
        WeddingSpending = "wedding_spending" / "WEDDING_SPENDING",
        /// A communication that told of the marriage.
        MarriageTold = "marriage_told" / "MARRIAGE_TOLD",
        /// The first salary of all.
        FirstSalary = "first_salary" / "FIRST_SALARY",
        /// An open student loan.
        StudentLoan = "student_loan" / "STUDENT_LOAN",
        /// Tuition paid.
        Tuition = "tuition" / "TUITION",
        /// Salaries that came before they stopped.
        SalaryBeforeStop = "salary_before_stop" / "SALARY_BEFORE_STOP",
        /// Salaries of one month that are compared with others for a rise.
        SalaryMonth = "salary_month" / "SALARY_MONTH",
        /// The last thing the customer did.
        LastActivity = "last_activity" / "LAST_ACTIVITY",
        /// What the customer did within a year.
        YearActivity = "year_activity" / "YEAR_ACTIVITY",
        /// What the customer spent within a year.
        YearSpending = "year_spending" / "YEAR_SPENDING",
        /// What the customer did in the last ninety days.
        ActivityNow = "activity_now" / "ACTIVITY_NOW",
        /// What the customer did in the ninety days before these.
        ActivityBefore = "activity_before" / "ACTIVITY_BEFORE",
        /// The balances of asset accounts at the date; overdrawn ones count nothing.
        Assets = "assets" / "ASSETS",
        /// The balances of these accounts as they are recorded today, where rows came after the date.
        AssetsToday = "assets_today" / "ASSETS_TODAY",
        /// The balances of asset accounts ninety days before.
        AssetsBefore = "assets_before" / "ASSETS_BEFORE",
        /// An asset account without a recorded balance.
        BalanceUnknown = "balance_unknown" / "BALANCE_UNKNOWN",
        /// A complaint.
        Complaint = "complaint" / "COMPLAINT",
        /// The credit history row that counts.
        CreditScore = "credit_score" / "CREDIT_SCORE",
        /// Almost all of the limit is used.
        HeavyUse = "heavy_use" / "HEAVY_USE",
        /// A month of the last twelve was at least 60 days late.
        LatePayment = "late_payment" / "LATE_PAYMENT",
        /// A member of the household who is alive.
        HouseholdMember = "household_member" / "HOUSEHOLD_MEMBER",
        /// A member of the household who has died and does not count.
        DeceasedMember = "deceased_member" / "DECEASED_MEMBER",
        /// A member whose income is known.
        MemberIncome = "member_income" / "MEMBER_INCOME",
        /// The income of the household adjusted to the reference size.
        AdjustedIncome = "adjusted_income" / "ADJUSTED_INCOME",
    }
}
