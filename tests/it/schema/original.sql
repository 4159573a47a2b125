CREATE TABLE Customer (
  customer_id INT PRIMARY KEY AUTO_INCREMENT,
  name VARCHAR(100),
  email VARCHAR(100),
  phone VARCHAR(20),
  address VARCHAR(255),
  date_of_birth DATE,
  identification_number VARCHAR(50),
  loyalty_points INT DEFAULT 7 COMMENT 'a column of the bank''s own'
);
CREATE TABLE Accounts (
  account_id INT PRIMARY KEY,
  customer_id INT,
  account_type VARCHAR(50),
  balance DECIMAL(18,2),
  status VARCHAR(20) NOT NULL DEFAULT 'it''s open' COMMENT 'kept',
  FOREIGN KEY (customer_id) REFERENCES Customer(customer_id)
);
CREATE TABLE Transactions (
  transaction_id INT PRIMARY KEY,
  account_id INT,
  transaction_type VARCHAR(50),
  amount DECIMAL(18,2),
  transaction_date DATETIME,
  notes TEXT,
  FOREIGN KEY (account_id) REFERENCES Accounts(account_id)
);
CREATE TABLE Payments (
  payment_id INT PRIMARY KEY,
  account_id INT,
  recipient VARCHAR(100),
  amount DECIMAL(18,2),
  payment_date DATE,
  payment_method VARCHAR(50),
  FOREIGN KEY (account_id) REFERENCES Accounts(account_id)
);
CREATE TABLE CreditHistory (
  credit_id INT PRIMARY KEY,
  customer_id INT,
  credit_score INT,
  credit_limit DECIMAL(18,2),
  payment_history TEXT,
  credit_utilization DECIMAL(5,2),
  FOREIGN KEY (customer_id) REFERENCES Customer(customer_id)
);
CREATE TABLE Security (
  security_id INT PRIMARY KEY,
  customer_id INT,
  username VARCHAR(50),
  password VARCHAR(100),
  access_level VARCHAR(50),
  FOREIGN KEY (customer_id) REFERENCES Customer(customer_id)
);
CREATE TABLE Relationships (
  relationship_id INT PRIMARY KEY,
  customer1_id INT,
  customer2_id INT,
  relationship_type VARCHAR(50),
  FOREIGN KEY (customer1_id) REFERENCES Customer(customer_id),
  FOREIGN KEY (customer2_id) REFERENCES Customer(customer_id)
);
CREATE TABLE CommunicationLog (
  log_id INT PRIMARY KEY,
  customer_id INT,
  communication_type VARCHAR(50),
  timestamp DATETIME,
  summary TEXT,
  FOREIGN KEY (customer_id) REFERENCES Customer(customer_id)
);
CREATE TABLE Compliance (
  compliance_id INT PRIMARY KEY,
  customer_id INT,
  consent_given BOOLEAN,
  disclosures TEXT,
  regulatory_requirements_met BOOLEAN,
  FOREIGN KEY (customer_id) REFERENCES Customer(customer_id)
);
INSERT INTO Customer VALUES
  (1, 'Zoë Müller', 'zoe@example.org', '+49 30 1', 'Am Platz 1', '1990-02-28', 'L01X00T47', 42),
  (2, 'zoë müller', NULL, NULL, NULL, NULL, NULL, NULL),
  (5000000, NULL, 'no.name@example.org', NULL, '', '2000-01-01', NULL, 0);
INSERT INTO Accounts VALUES
  (1, 1, 'Current', 9999999999999999.99, 'active'),
  (2, 2, 'Savings ', -0.10, 'closed'),
  (3, NULL, NULL, NULL, 'frozen');
INSERT INTO Transactions VALUES
  (1, 1, 'salary', 1234.50, '2026-06-30 23:59:59', REPEAT('é', 60000)),
  (2, 2, NULL, NULL, NULL, NULL);
INSERT INTO Payments VALUES (1, 1, 'Bäckerei', 5.00, '2026-02-28', 'card');
INSERT INTO CreditHistory VALUES (1, 1, 640, 1000.00, 'paid', 37.50);
INSERT INTO Security VALUES (1, 1, 'zoe', 'a hash', 'customer');
INSERT INTO Relationships VALUES (1, 1, 2, 'spouse');
INSERT INTO CommunicationLog VALUES (1, 1, 'email', '2026-06-01 08:00:00', 'grüße');
INSERT INTO Compliance VALUES (1, 1, TRUE, NULL, FALSE);
