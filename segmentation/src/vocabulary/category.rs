//! What a transaction was for: the `cat` tag of its notes.

use super::vocabulary;

vocabulary! {
    "category";
    /// What a transaction was for, by the tag or the words in its notes.
    pub enum Category {
        /// Pay from an employer.
        Salary = "salary" / "SALARY",
        /// A pension or annuity.
        Pension = "pension" / "PENSION",
        /// A public benefit paid for a child.
        BenefitChild = "benefit_child" / "BENEFIT_CHILD",
        /// Any other public benefit.
        BenefitOther = "benefit_other" / "BENEFIT_OTHER",
        /// The first deposit, made when the account was opened.
        Opening = "opening" / "OPENING",
        /// Cash paid in or out.
        Cash = "cash" / "CASH",
        /// Food and household goods.
        Groceries = "groceries" / "GROCERIES",
        /// Rent of a home.
        Rent = "rent" / "RENT",
        /// Instalments of a mortgage.
        Mortgage = "mortgage" / "MORTGAGE",
        /// Power, water, heating.
        Utilities = "utilities" / "UTILITIES",
        /// Telephone and internet.
        Telecom = "telecom" / "TELECOM",
        /// Fees of a school.
        SchoolFees = "school_fees" / "SCHOOL_FEES",
        /// Nursery and other childcare.
        Childcare = "childcare" / "CHILDCARE",
        /// Goods for a baby.
        Baby = "baby" / "BABY",
        /// Fees of a university or college.
        Tuition = "tuition" / "TUITION",
        /// Instalments of a student loan.
        StudentLoan = "student_loan" / "STUDENT_LOAN",
        /// Spending on a wedding.
        Wedding = "wedding" / "WEDDING",
        /// Jewelry.
        Jewelry = "jewelry" / "JEWELRY",
        /// Travel and holidays.
        Travel = "travel" / "TRAVEL",
        /// Doctors, medicine, care.
        Health = "health" / "HEALTH",
        /// Insurance premiums.
        Insurance = "insurance" / "INSURANCE",
        /// Fares, fuel, vehicles.
        Transport = "transport" / "TRANSPORT",
        /// Restaurants and bars.
        Dining = "dining" / "DINING",
        /// Shopping other than groceries.
        Retail = "retail" / "RETAIL",
        /// Money put into or taken out of investments.
        Investment = "investment" / "INVESTMENT",
        /// Money put aside for retirement.
        RetirementContrib = "retirement_contrib" / "RETIREMENT_CONTRIB",
        /// Money moved to or from savings.
        Savings = "savings" / "SAVINGS",
        /// Taxes.
        Tax = "tax" / "TAX",
        /// Gifts to charity.
        Charity = "charity" / "CHARITY",
        /// Money sent from one person to another.
        P2p = "p2p" / "P2P",
        /// Charges of the bank.
        Fee = "fee" / "FEE",
        /// Something else.
        Other = "other" / "OTHER",
        /// The notes name a category that is none of the known codes.
        Unknown = "unknown" / "UNKNOWN",
    }
    aliases {}
}
